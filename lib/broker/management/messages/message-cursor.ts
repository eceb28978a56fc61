import type { PeekedEntry, Queue } from '../../queue/queue';
import { badRequest } from '../http/http-error';
import { managementLimits } from '../management-limits';

/** Where a reader starts: at a position from either end, at the first message that came in since, or behind one that it has seen. */
export type CursorStart =
  | { readonly kind: 'position'; readonly from: number; readonly order: 'oldest' | 'newest' }
  | { readonly kind: 'since'; readonly atMs: number }
  | { readonly kind: 'after'; readonly sequence: number };

/**
 * Reads a queue's messages in batches without changing anything. Between two batches the queue may change: positions shift
 * while consumers take messages, sequences don't, so that who goes on behind the last one it saw misses nothing that stays.
 */
export class MessageCursor {
  private seen = 0;
  private lastSequence: number;
  private readonly start: Exclude<CursorStart, { readonly kind: 'since' }>;

  constructor(
    private readonly queue: Queue,
    start: CursorStart,
  ) {
    this.lastSequence = start.kind === 'after' ? start.sequence : -1;
    if (start.kind !== 'position' && queue.settings.maxPriority !== null)
      throw badRequest(`a queue with priorities is read by position: use from instead of ${start.kind}`);
    this.start = start.kind === 'since' ? { kind: 'position', from: queue.positionSince(start.atMs), order: 'oldest' } : start;
  }

  /** The next few, at most `countMax` and about 1 MB of bodies; empty at the end. Only those given to `saw` count as read. */
  peek(countMax: number): PeekedEntry[] {
    const count = Math.min(countMax, batchCount(this.queue));
    if (this.start.kind === 'after') return entriesAfter(this.queue, this.lastSequence, count);
    return this.queue.peek(this.start.from + this.seen, count, this.start.order);
  }

  saw(entry: PeekedEntry): void {
    this.seen++;
    this.lastSequence = entry.entry.sequence;
  }

  /** Where the next page begins, null when this was the last. */
  get next(): { from: number | null; after: string | null } {
    const isMore = this.peek(1).length > 0;
    if (!isMore) return { from: null, after: null };
    if (this.start.kind === 'after') return { from: null, after: String(this.lastSequence) };
    return { from: this.start.from + this.seen, after: null };
  }
}

/**
 * The next `count` messages behind `sequence`, in the order of sequence.
 *
 *   in flight, by sequence  | 3 | 9 |              merged:  3 4 5 9 …
 *   ready, by sequence          | 4 | 5 | 10 | …
 */
function entriesAfter(queue: Queue, sequence: number, count: number): PeekedEntry[] {
  const inFlight = queue.unacknowledgedCount === 0 ? [] : queue.peek(0, queue.unacknowledgedCount, 'oldest');
  const taken = inFlight.filter(({ entry }) => entry.sequence > sequence).slice(0, count);
  const ready = readyAfter(queue, sequence, count);
  if (taken.length === 0) return ready;
  return [...taken, ...ready].sort((a, b) => a.entry.sequence - b.entry.sequence).slice(0, count);
}

/** Bodies are read with the entries: so many that they come to about 1 MB, going by the queue's average. */
export function batchCount({ readyCount, readyBytes, unacknowledgedCount, unacknowledgedBytes }: Queue): number {
  const averageBytes = (readyBytes + unacknowledgedBytes) / Math.max(1, readyCount + unacknowledgedCount);
  const { scanBatchMax, scanBatchBytes } = managementLimits;
  return Math.max(1, Math.min(scanBatchMax, Math.floor(scanBatchBytes / Math.max(1, averageBytes))));
}

function readyAfter(queue: Queue, sequence: number, count: number): PeekedEntry[] {
  return queue.peek(queue.positionAfter(sequence), count, 'oldest');
}
