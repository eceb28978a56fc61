import type { ReplyCode } from '../../amqp/errors';
import type { TypedTable } from '../../model/field-table';
import type { MessageCounters } from '../stats/message-counters';

/** What the management API reads of one client connection, and the one thing it does to it. Implemented by connection/. */
export interface ManagedConnection {
  /** `127.0.0.1:54584 -> 127.0.0.1:5672`, RabbitMQ's form; unique while the connection lives. */
  readonly name: string;
  readonly user: string;
  readonly virtualHost: string;
  readonly state: 'starting' | 'tuning' | 'opening' | 'running' | 'blocking' | 'blocked' | 'flow' | 'closing';
  readonly host: string;
  readonly port: number;
  readonly peerHost: string;
  readonly peerPort: number;
  /** SASL mechanism, e.g. PLAIN. */
  readonly authMechanism: string;
  readonly channelMax: number;
  readonly frameMaxBytes: number;
  readonly heartbeatSeconds: number;
  readonly connectedAtMs: number;
  readonly clientProperties: TypedTable;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** Reads from and writes to the socket, RabbitMQ's recv_cnt and send_cnt. */
  readonly receivedCount: number;
  readonly sentCount: number;
  /** Bytes encoded but not yet taken by the socket. */
  readonly pendingBytes: number;
  readonly tls: ManagedTls | null;
  readonly channels: ReadonlyMap<number, ManagedChannel>;
  /** connection.close with this code and text, then the socket ends even when the peer never answers. */
  closeByBroker(code: ReplyCode, text: string): void;
}

export type ManagedTls = {
  readonly protocol: string; // TLSv1.3
  readonly cipher: string;
  readonly peerSubject: string | null;
  readonly peerIssuer: string | null;
  readonly peerValidity: string | null;
};

export interface ManagedChannel {
  readonly number: number;
  readonly state: 'running' | 'flow' | 'closing';
  readonly isConfirm: boolean;
  readonly isTransactional: boolean;
  /** basic.qos with global=false as RabbitMQ reads it: the default of each new consumer. 0 is unlimited. */
  readonly prefetchCount: number;
  readonly globalPrefetchCount: number;
  readonly unacknowledgedCount: number;
  readonly unconfirmedCount: number;
  readonly uncommittedMessageCount: number;
  readonly uncommittedAcknowledgeCount: number;
  readonly counters: MessageCounters;
  /** By consumer tag. */
  readonly consumers: ReadonlyMap<string, ManagedConsumer>;
}

export interface ManagedConsumer {
  readonly tag: string;
  readonly queueName: string;
  readonly noAck: boolean;
  readonly isExclusive: boolean;
  /** False for the waiting ones of a single-active-consumer queue. */
  readonly isActive: boolean;
  /** Of direct replies, which come without a queue. */
  readonly isOfReplies: boolean;
  /** The one that is served by a single-active-consumer queue. */
  readonly isSingleActive: boolean;
  readonly prefetchCount: number;
  readonly arguments: TypedTable;
}
