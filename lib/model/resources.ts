import type { PlainTable } from './field-table';

/** A rate or counter that the broker did not (yet) tell is null, never 0: absent is not zero. */
export type Rate = number | null;

export type ExchangeType = string; // direct fanout topic headers x-delayed-message x-consistent-hash …, or a plug-in's
export type QueueType = 'classic' | 'quorum' | 'stream';

/** Messages per second by kind; names are AMQP's events. */
export type MessageRates = {
  readonly publish: Rate; // into the queue or exchange
  readonly confirm: Rate;
  readonly deliver: Rate; // deliver + get, with and without acknowledgement
  readonly redeliver: Rate;
  readonly acknowledge: Rate;
  readonly unroutable: Rate; // returned or dropped
};

export type Queue = {
  readonly virtualHost: string;
  readonly name: string;
  readonly type: QueueType;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly isExclusive: boolean;
  readonly arguments: PlainTable;
  readonly policy: string | null;
  readonly operatorPolicy: string | null;
  readonly effectivePolicy: PlainTable;
  readonly state: string; // running idle stopped …
  readonly readyCount: number | null;
  readonly unacknowledgedCount: number | null;
  readonly totalCount: number | null;
  readonly bytes: number | null;
  readonly memoryBytes: number | null;
  readonly consumerCount: number | null;
  readonly consumerUtilisation: number | null; // 0…1
  readonly rates: MessageRates;
  readonly idleSinceMs: number | null;
  readonly headMessageAtMs: number | null;
  readonly node: string | null;
};

export type Exchange = {
  readonly virtualHost: string;
  readonly name: string; // '' is the default exchange
  readonly type: ExchangeType;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly isInternal: boolean;
  readonly arguments: PlainTable;
  readonly policy: string | null;
  readonly publishInRate: Rate;
  readonly publishOutRate: Rate;
};

export type DestinationType = 'queue' | 'exchange';
export type Binding = {
  readonly virtualHost: string;
  readonly source: string;
  readonly destination: string;
  readonly destinationType: DestinationType;
  readonly routingKey: string;
  readonly arguments: PlainTable;
  /** RabbitMQ's properties_key: names one binding among those of a pair. */
  readonly propertiesKey: string;
};

export type Connection = {
  readonly name: string;
  readonly virtualHost: string;
  readonly user: string;
  readonly state: string; // running blocked blocking flow …
  readonly protocol: string;
  readonly isTls: boolean;
  readonly channelCount: number;
  readonly peer: string; // host:port
  readonly clientName: string | null; // client_properties.connection_name, else product + version
  readonly clientProperties: PlainTable;
  readonly heartbeatSeconds: number | null;
  readonly frameMaxBytes: number | null;
  readonly connectedAtMs: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
  readonly receivedBytesPerSecond: Rate;
  readonly sentBytesPerSecond: Rate;
};

export type Channel = {
  readonly name: string;
  readonly connectionName: string;
  readonly number: number;
  readonly virtualHost: string;
  readonly user: string;
  readonly state: string;
  readonly isConfirm: boolean;
  readonly isTransactional: boolean;
  readonly prefetchCount: number;
  readonly unacknowledgedCount: number;
  readonly unconfirmedCount: number;
  readonly consumerCount: number;
  readonly rates: MessageRates;
};

export type Consumer = {
  readonly virtualHost: string;
  readonly queue: string;
  readonly consumerTag: string;
  readonly channelName: string;
  readonly connectionName: string;
  readonly user: string | null;
  readonly isAcknowledgementRequired: boolean;
  readonly isExclusive: boolean;
  readonly isActive: boolean;
  readonly prefetchCount: number;
  readonly arguments: PlainTable;
};

export type VirtualHost = { readonly name: string; readonly description: string; readonly tags: readonly string[] };

export type Policy = {
  readonly virtualHost: string;
  readonly name: string;
  readonly pattern: string;
  readonly applyTo: 'all' | 'exchanges' | 'queues' | 'classic_queues' | 'quorum_queues' | 'streams';
  readonly priority: number;
  readonly definition: PlainTable;
};

export type Node = {
  readonly name: string;
  readonly isRunning: boolean;
  readonly memoryUsedBytes: number | null;
  readonly memoryLimitBytes: number | null;
  readonly hasMemoryAlarm: boolean;
  readonly diskFreeBytes: number | null;
  readonly diskLimitBytes: number | null;
  readonly hasDiskAlarm: boolean;
  readonly uptimeMs: number | null;
};

export type Overview = {
  readonly product: string;
  readonly version: string;
  readonly clusterName: string;
  readonly readyCount: number;
  readonly unacknowledgedCount: number;
  readonly totalCount: number;
  readonly queueCount: number;
  readonly exchangeCount: number;
  readonly connectionCount: number;
  readonly channelCount: number;
  readonly consumerCount: number;
  readonly rates: MessageRates;
  readonly nodes: readonly Node[];
};

/** How many queues take a message, and which, under the bindings of now. */
export type RoutePreview = {
  readonly queues: readonly string[];
  /** Each hop from exchange to destination, for the picture. */
  readonly hops: readonly {
    readonly source: string;
    readonly destination: string;
    readonly destinationType: DestinationType;
    readonly routingKey: string;
  }[];
  readonly isUnroutable: boolean;
  readonly viaAlternateExchange: boolean;
};
