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
  private timer: NodeJS.Timeout | null = null;

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
    this.timer ??= setInterval(this.checkStore, flowLimits.storeCheckMs);
  }

  forget(connection: FlowControlled): void {
    this.held.delete(connection);
    this.blocked.delete(connection);
    this.stopIfIdle();
  }

  private block(connection: FlowControlled, alarm: string): void {
    if (this.blocked.has(connection)) return;
    this.blocked.add(connection);
    connection.block(alarm);
  }

  /** By a timer and not by the store's groups: held publishers add nothing, so the last group may never be written. */
  private readonly checkStore = (): void => {
    if (this.store.backlogBytes > flowLimits.storeBacklogLowBytes) return;
    const held = [...this.held];
    this.held.clear();
    this.stopIfIdle();
    for (const connection of held) connection.releaseFromFlow();
  };

  private stopIfIdle(): void {
    if (this.held.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}
