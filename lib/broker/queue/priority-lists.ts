import { assert } from '../../base/assert';
import type { RecoveredQueue } from '../ports';
import type { QueueEntry } from '../queue-entry';
import type { ReadyList } from './ready-list';

/** What a queue needs of its waiting entries, in one list or in one a priority. */
export type ReadyEntries = Pick<
  ReadyList,
  | 'length'
  | 'bytes'
  | 'push'
  | 'insert'
  | 'shift'
  | 'nextExpiryMs'
  | 'shiftExpired'
  | 'frontEnqueuedAtMs'
  | 'peek'
  | 'find'
  | 'rankOf'
  | 'rankSince'
  | 'newerThan'
  | 'remove'
  | 'clear'
  | 'recover'
>;

/** x-max-priority: one list a priority, made when its first message comes; the highest goes first. */
export class PriorityLists implements ReadyEntries {
  length = 0;
  bytes = 0;
  private readonly lists: (ReadyList | null)[];

  constructor(
    private readonly priorityMax: number,
    private readonly createList: () => ReadyList,
  ) {
    this.lists = new Array<ReadyList | null>(priorityMax + 1).fill(null);
  }

  push(entry: QueueEntry): void {
    const list = this.listOf(entry.message.priority);
    this.count(list, () => list.push(entry));
  }

  insert(entry: QueueEntry): void {
    const list = this.listOf(entry.message.priority);
    this.count(list, () => list.insert(entry));
  }

  shift(): QueueEntry | null {
    for (let list = this.findHighest(); list !== null; list = this.findHighest()) {
      const entry = this.count(list, () => list.shift());
      if (entry !== null) return entry; // null: the disk garbled all that the list had left
    }
    return null;
  }

  /** Each priority expires at its own front, so that a lasting message holds back only its equals. */
  nextExpiryMs(): number {
    let next = 0;
    for (const list of this.descending()) {
      const expiresAtMs = list.nextExpiryMs();
      if (expiresAtMs !== 0 && (next === 0 || expiresAtMs < next)) next = expiresAtMs;
    }
    return next;
  }

  shiftExpired(nowMs: number): QueueEntry | null {
    for (const list of this.descending()) {
      const entry = this.count(list, () => list.shiftExpired(nowMs));
      if (entry !== null) return entry;
    }
    return null;
  }

  frontEnqueuedAtMs(): number {
    return this.highest().frontEnqueuedAtMs();
  }

  peek(rank: number, count: number): QueueEntry[] {
    const found: QueueEntry[] = [];
    let before = 0;
    for (const list of this.descending()) {
      if (before >= rank + count) break;
      const from = Math.max(0, rank - before);
      if (from < list.length) found.push(...list.peek(from, rank + count - before - from));
      before += list.length;
    }
    return found;
  }

  find(sequence: number): QueueEntry | null {
    for (const list of this.descending()) {
      const entry = list.find(sequence);
      if (entry !== null) return entry;
    }
    return null;
  }

  rankOf(sequence: number): number {
    let before = 0;
    for (const list of this.descending()) {
      if (list.find(sequence) !== null) return before + list.rankOf(sequence);
      before += list.length;
    }
    return before;
  }

  /** Only each priority by itself is in the order of arrival, so there is no such place: the caller doesn't ask. */
  rankSince(): never {
    throw new Error('a queue with priorities has no place in time');
  }

  newerThan(sequence: number, countMax: number): { count: number; entries: QueueEntry[] } {
    const parts = [...this.descending()].map((list) => list.newerThan(sequence, countMax));
    const entries = parts.flatMap((part) => part.entries).sort((left, right) => right.sequence - left.sequence);
    return { count: parts.reduce((sum, part) => sum + part.count, 0), entries: entries.slice(0, countMax) };
  }

  remove(sequence: number): QueueEntry | null {
    for (const list of this.descending()) {
      const entry = this.count(list, () => list.remove(sequence));
      if (entry !== null) return entry;
    }
    return null;
  }

  clear(): void {
    for (const list of this.descending()) this.count(list, () => list.clear());
  }

  recover(queue: RecoveredQueue, indexes: Uint32Array): void {
    const byPriority = new Map<number, number[]>();
    for (const index of indexes) {
      const priority = Math.min(queue.priority[index] ?? 0, this.priorityMax);
      const group = byPriority.get(priority);
      if (group === undefined) byPriority.set(priority, [index]);
      else group.push(index);
    }
    for (const [priority, group] of byPriority) {
      const list = this.listOf(priority);
      this.count(list, () => list.recover(queue, Uint32Array.from(group)));
    }
  }

  /** Waiting messages by priority, for the statistics. */
  lengths(): number[] {
    return this.lists.map((list) => list?.length ?? 0);
  }

  private listOf(messagePriority: number): ReadyList {
    const priority = Math.min(messagePriority, this.priorityMax);
    const existing = this.lists[priority];
    if (existing !== undefined && existing !== null) return existing;
    const list = this.createList();
    this.lists[priority] = list;
    return list;
  }

  private findHighest(): ReadyList | null {
    for (let priority = this.priorityMax; priority >= 0; priority -= 1) {
      const list = this.lists[priority];
      if (list !== undefined && list !== null && list.length > 0) return list;
    }
    return null;
  }

  private highest(): ReadyList {
    const list = this.findHighest();
    assert(list !== null, 'some priority has an entry');
    return list;
  }

  private *descending(): Generator<ReadyList> {
    for (let priority = this.priorityMax; priority >= 0; priority -= 1) {
      const list = this.lists[priority];
      if (list !== undefined && list !== null) yield list;
    }
  }

  /** Totals follow what the list itself counts: it may also shrink when the disk garbled an entry. */
  private count<T>(list: ReadyList, change: () => T): T {
    const { length, bytes } = list;
    const result = change();
    this.length += list.length - length;
    this.bytes += list.bytes - bytes;
    return result;
  }
}
