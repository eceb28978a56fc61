import type { Clock } from '../../base/clock';
import type { TypedTable } from '../../model/field-table';
import type { Accounts } from '../auth/accounts';
import type { Log } from '../log';
import type { DefinitionStore, MessageStore } from '../ports';
import type { ChurnCounters } from '../stats/churn-counters';
import type { ResourceRoom } from '../vhost/resource-room';
import type { VirtualHost } from '../vhost/virtual-host';
import type { ConnectionRegistry } from './connection-registry';
import type { DirectReplies } from './direct-replies';
import type { OutstandingDeliveries } from './outstanding-deliveries';
import type { PublisherFlow } from './publisher-flow';
import type { PublisherPacing } from './publisher-pacing';
import type { SlabPool } from './slab-pool';
import type { Turn } from './turn';

export type ConnectionSettings = {
  /** Offered in connection.tune; 0 switches heartbeats off unless the client asks. */
  readonly heartbeatSeconds: number;
  readonly frameMaxBytes: number;
  readonly channelMax: number;
  readonly handshakeTimeoutMs: number;
};

/** What connections need of the broker around them. Implemented by broker.ts. */
export interface BrokerContext {
  readonly accounts: Accounts;
  readonly virtualHosts: ReadonlyMap<string, VirtualHost>;
  readonly store: MessageStore;
  readonly definitions: DefinitionStore;
  readonly churn: ChurnCounters;
  readonly registry: ConnectionRegistry;
  readonly flow: PublisherFlow;
  readonly pacing: PublisherPacing;
  readonly directReplies: DirectReplies;
  readonly outstanding: OutstandingDeliveries;
  readonly room: ResourceRoom;
  readonly turn: Turn;
  readonly slabs: SlabPool;
  readonly clock: Clock;
  readonly log: Log;
  readonly connectionSettings: ConnectionSettings;
  readonly serverProperties: TypedTable;
}
