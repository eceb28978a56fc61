import type { MessageStore } from '../ports';
import { flowLimits } from './flow-limits';

/** What flow control does to a publishing connection. */
export interface FlowControlled {
  /** True from its first publish on: only such connections are held. */
  readonly isPublisher: boolean;
  /** Stops reading for a moment; the client sees TCP backpressure. */
  holdForFlow(): void;
  releaseFromFlow(): void;
  /** connection.blocked, and no reading until unblocked. */
  block(reason: string): void;
  unblock(): void;
}

/**
 * Keeps publishers from outrunning the disk and the memory. Consumers are never held, so that backlogs can drain.
 *
 *   backlog of the store ≥ high ──> publishers that publish now are held, until ≤ low        (milliseconds)
 *   alarm (memory, disk)        ──> connection.blocked to publishers, until it ends           (as long as it takes)
 */
export class PublisherFlow {
  private readonly held = new Set<FlowControlled>();
  private readonly alarms = new Map<string, string>();
  private readonly blocked = new Set<FlowControlled>();
  private isWatchingStore = false;

  constructor(
    private readonly store: MessageStore,
    private readonly connections: () => Iterable<FlowControlled>,
  ) {}

  /** Why publishers are blocked, in the words that connection.blocked carries; null when they are not. */
  get alarm(): string | null {
    return this.alarms.size === 0 ? null : [...this.alarms.values()].join(' & ');
  }

  /** @param kind 'memory' or 'disk' @param reason for clients, e.g. `low on memory`; null ends this alarm */
  setAlarm(kind: string, reason: string | null): void {
    if (reason === null) this.alarms.delete(kind);
    else this.alarms.set(kind, reason);
    const { alarm } = this;
    if (alarm === null) {
      for (const connection of this.blocked) connection.unblock();
      this.blocked.clear();
    } else {
      for (const connection of this.connections()) if (connection.isPublisher) this.block(connection, alarm);
    }
  }

  /** Called once a read in which the connection published something. */
  afterPublish(connection: FlowControlled): void {
    const { alarm } = this;
    if (alarm !== null) this.block(connection, alarm);
    if (this.store.backlogBytes < flowLimits.storeBacklogHighBytes) return;
    this.held.add(connection);
    connection.holdForFlow();
    this.watchStore();
  }

  forget(connection: FlowControlled): void {
    this.held.delete(connection);
    this.blocked.delete(connection);
  }

  private block(connection: FlowControlled, alarm: string): void {
    if (this.blocked.has(connection)) return;
    this.blocked.add(connection);
    connection.block(alarm);
  }

  private watchStore(): void {
    if (this.isWatchingStore) return;
    this.isWatchingStore = true;
    this.store.whenDurable(this.store.openGroup - 1, this.checkStore);
  }

  private readonly checkStore = (): void => {
    this.isWatchingStore = false;
    if (this.store.backlogBytes > flowLimits.storeBacklogLowBytes) {
      // What is left belongs to groups still to be synced; the open one is the last of them.
      this.isWatchingStore = true;
      this.store.whenDurable(this.store.openGroup, this.checkStore);
      return;
    }
    const held = [...this.held];
    this.held.clear();
    for (const connection of held) connection.releaseFromFlow();
  };
}
