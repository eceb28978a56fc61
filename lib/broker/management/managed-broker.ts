import type { Accounts } from '../auth/accounts';
import type { DefinitionStore, MessageStore } from '../ports';
import type { ReplayTraces } from '../queue/replay-trace';
import type { ChurnCounters } from '../stats/churn-counters';
import type { MessageCounters } from '../stats/message-counters';
import type { VirtualHost, VirtualHostMetadata } from '../vhost/virtual-host';
import type { GlobalParameters } from './global-parameters';
import type { ManagedConnection } from './managed-connection';

/**
 * The live broker as the management API sees it: broker.ts hands itself over. Everything is read from the live objects
 * in the broker's own thread, so nothing here may be slow or asynchronous but what says so.
 */
export interface ManagedBroker {
  readonly accounts: Accounts;
  readonly virtualHosts: ReadonlyMap<string, VirtualHost>;
  /** By connection name, in order of arrival. */
  readonly connections: ReadonlyMap<string, ManagedConnection>;
  readonly globalParameters: GlobalParameters;
  readonly definitions: DefinitionStore;
  readonly store: MessageStore;
  readonly replays: ReplayTraces;
  /** Sum over all virtual hosts. */
  readonly counters: MessageCounters;
  readonly churn: ChurnCounters;
  readonly startedAtMs: number;
  readonly version: string;
  /** `warren@host`. */
  readonly nodeName: string;
  readonly dataDirectory: string;
  readonly listeners: readonly ManagedListener[];
  readonly alarms: ManagedAlarms;

  /** With the standard exchanges, or new metadata for one that exists; durable when `definitions.whenDurable` says so. The caller grants permissions. */
  createVirtualHost(name: string, metadata: VirtualHostMetadata): VirtualHost;
  /** Closes its connections, then everything in it goes. */
  deleteVirtualHost(name: string): void;
}

export type ManagedListener = {
  readonly protocol: 'amqp' | 'amqp/ssl' | 'http';
  readonly address: string;
  readonly port: number;
  /** When the TLS certificate of this listener ends, ms since the epoch; null without TLS. */
  readonly certificateEndsAtMs: number | null;
};

/** What makes the broker block publishers now, with the bounds. */
export interface ManagedAlarms {
  readonly hasMemoryAlarm: boolean;
  readonly memoryLimitBytes: number;
  readonly hasDiskAlarm: boolean;
  readonly diskFreeLimitBytes: number;
}
