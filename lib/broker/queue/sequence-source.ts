import type { DefinitionStore } from '../ports';

/** Numbers reserved at once: one small write a block, and at most a block skipped by a restart. */
const BLOCK = 65_536;
export const sequenceKind = 'queue-sequence';

/**
 * Sequence numbers of one queue. They are message ids towards people and tools, so a durable queue never gives one twice,
 * not even after a restart that found the queue empty: blocks are reserved in the definitions, and a restart goes on
 * behind the last reserved block.
 */
export class SequenceSource {
  private reserved: number;

  /** `definitions` null: the queue does not outlive the process. */
  constructor(
    private readonly queueId: number,
    private readonly definitions: DefinitionStore | null,
    private upcoming = 1,
  ) {
    this.reserved = definitions === null ? Number.MAX_SAFE_INTEGER : upcoming;
  }

  next(): number {
    const sequence = this.upcoming;
    this.upcoming += 1;
    if (sequence >= this.reserved) this.reserve(sequence);
    return sequence;
  }

  private reserve(sequence: number): void {
    this.reserved = sequence + BLOCK;
    this.definitions?.put(sequenceKind, String(this.queueId), this.reserved);
  }
}
