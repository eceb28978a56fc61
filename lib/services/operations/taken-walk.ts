import type { Connector, QueueAddress, TakenMessage, TakenMessages } from '../../connectors/connector';
import type { LedgerRecord } from '../../db/ledger-repository';

export type HeldEntry = { readonly entry: LedgerRecord; readonly held: TakenMessage };

/**
 * Walks once through a queue and hands out the messages of each batch. What is passed on the way to a later message is
 * kept, so that one message that is missing does not make those behind it look missing as well.
 */
export class TakenWalk {
  private taken: TakenMessages | null = null;
  private iterator: AsyncIterator<readonly TakenMessage[]> | null = null;
  private readonly passed = new Map<string, TakenMessage>();

  constructor(
    private readonly connector: Connector,
    private readonly queue: QueueAddress,
    /** Every message still to come, in order. */
    private readonly ids: readonly string[],
  ) {}

  /** The messages of these entries, in their order; those that the queue no longer holds are `gone`. */
  async collect(entries: readonly LedgerRecord[]): Promise<{ found: HeldEntry[]; gone: LedgerRecord[] }> {
    const missing = new Set(entries.map(({ messageId }) => messageId).filter((id) => !this.passed.has(id)));
    while (missing.size > 0) {
      const page = await this.nextPage();
      if (page === null) break;
      for (const taken of page) {
        const id = taken.message.id ?? '';
        this.passed.set(id, taken);
        missing.delete(id);
      }
    }
    const found: HeldEntry[] = [];
    const gone: LedgerRecord[] = [];
    for (const entry of entries) {
      const held = this.passed.get(entry.messageId);
      if (held) found.push({ entry, held });
      else gone.push(entry);
      this.passed.delete(entry.messageId);
    }
    return { found, gone };
  }

  /** Resolves when the broker has dealt with it. */
  async settle(messages: readonly HeldEntry[], how: 'acknowledge' | 'requeue'): Promise<void> {
    const held = messages.map((one) => one.held);
    await this.taken?.settle(held, how);
  }

  async close(): Promise<void> {
    this.passed.clear();
    await this.taken?.close();
    this.taken = null;
    this.iterator = null;
  }

  private async nextPage(): Promise<readonly TakenMessage[] | null> {
    this.taken ??= await this.connector.take(this.queue, { kind: 'ids', ids: this.ids });
    this.iterator ??= this.taken[Symbol.asyncIterator]();
    const next = await this.iterator.next();
    return next.done ? null : next.value;
  }
}
