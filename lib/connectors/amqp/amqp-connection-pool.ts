import { AmqpConnection } from './amqp-connection';
import type { AmqpConnectionOptions } from './amqp-connection-options';
import { AmqpFault } from './amqp-fault';
import { amqpLimits } from './amqp-limits';

type Pooled = { readonly opening: Promise<AmqpConnection>; userCount: number; idleTimer: NodeJS.Timeout | null };

/** One connection a virtual host, opened when first used, shared, and closed after being idle for a while. */
export class AmqpConnectionPool {
  private readonly pooled = new Map<string, Pooled>();
  private isClosed = false;

  constructor(
    private readonly options: Omit<AmqpConnectionOptions, 'virtualHost'>,
    private readonly idleMs: number = amqpLimits.connectionIdleMs,
  ) {}

  get connectionCount(): number {
    return this.pooled.size;
  }

  /**
   * Runs `work` with the connection to a virtual host, which stays open at least until then. A shared connection may turn
   * out to be dead at the first use (the broker was restarted); then `work` runs once more on a new one, so it must throw
   * only when nothing was done that counts.
   * @throws AmqpFault
   */
  async use<T>(virtualHost: string, work: (connection: AmqpConnection) => Promise<T>): Promise<T> {
    const wasOpen = this.pooled.has(virtualHost);
    try {
      return await this.runWith(virtualHost, work);
    } catch (error) {
      const isStale = wasOpen && error instanceof AmqpFault && (error.scope === 'connection' || error.scope === 'socket');
      if (!isStale || this.isClosed) throw error;
      return this.runWith(virtualHost, work);
    }
  }

  /** As use(), for work that outlives a call: `release` must be called once. */
  async acquire(virtualHost: string): Promise<{ readonly connection: AmqpConnection; readonly release: () => void }> {
    if (this.isClosed) throw new AmqpFault('closed', 'The connector was closed.');
    const entry = this.pooled.get(virtualHost) ?? this.open(virtualHost);
    entry.userCount += 1;
    if (entry.idleTimer !== null) clearTimeout(entry.idleTimer);
    entry.idleTimer = null;
    let isReleased = false;
    const release = (): void => {
      if (isReleased) return;
      isReleased = true;
      this.released(virtualHost, entry);
    };
    try {
      return { connection: await entry.opening, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  private async runWith<T>(virtualHost: string, work: (connection: AmqpConnection) => Promise<T>): Promise<T> {
    const { connection, release } = await this.acquire(virtualHost);
    try {
      return await work(connection);
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const entries = [...this.pooled.values()];
    this.pooled.clear();
    await Promise.all(entries.map((entry) => this.shut(entry)));
  }

  private open(virtualHost: string): Pooled {
    this.makeRoom();
    const opening = AmqpConnection.open({ ...this.options, virtualHost });
    const entry: Pooled = { opening, userCount: 0, idleTimer: null };
    this.pooled.set(virtualHost, entry);
    const forget = (): void => {
      if (this.pooled.get(virtualHost) === entry) this.pooled.delete(virtualHost);
    };
    opening.then((connection) => connection.onEnded(forget), forget);
    return entry;
  }

  private makeRoom(): void {
    if (this.pooled.size < amqpLimits.connectionCountMax) return;
    for (const [virtualHost, entry] of this.pooled) {
      if (entry.userCount > 0) continue;
      this.pooled.delete(virtualHost);
      void this.shut(entry);
      return;
    }
    throw new AmqpFault('closed', `All ${amqpLimits.connectionCountMax} AMQP connections to this broker are in use.`);
  }

  private released(virtualHost: string, entry: Pooled): void {
    entry.userCount -= 1;
    if (entry.userCount > 0 || this.pooled.get(virtualHost) !== entry) return;
    entry.idleTimer = setTimeout(() => {
      this.pooled.delete(virtualHost);
      void this.shut(entry);
    }, this.idleMs);
    entry.idleTimer.unref();
  }

  private async shut(entry: Pooled): Promise<void> {
    if (entry.idleTimer !== null) clearTimeout(entry.idleTimer);
    const connection = await entry.opening.catch(() => null);
    await connection?.close();
  }
}
