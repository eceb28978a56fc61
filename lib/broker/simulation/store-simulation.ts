import { SeededRandom } from '../../base/seeded-random';
import { Message } from '../message';
import type { MessageStore } from '../ports';
import { QueueEntry } from '../queue-entry';
import { DurableMessageStore } from '../store/durable-message-store';
import { SimulatedDisk } from './simulated-disk';
import { buildMessage, compareMessage, drawContent, type SimulatedContent } from './simulated-message';
import { SimulatedScheduler } from './simulated-scheduler';
import { InvariantError, type ModelEntry, type ModelTransaction, StoreModel } from './store-model';

export type SimulationOptions = {
  readonly seed: number;
  readonly operationCount: number;
  /** Cut the power at this completion of a disk operation, counted over the whole run; otherwise at random moments. */
  readonly cutAtCompletion?: number;
  /** A bug that the invariants must notice: proof that they can fail. */
  readonly plantedBug?: 'confirms-early' | 'disk-forgets' | 'loses-acknowledges';
};

const queueCount = 5;
const segmentSizesBytes = [2_048, 4_096, 16_384, 131_072];

/** One seeded life of the store: random operations, a disk that misbehaves, power cuts; checked against the model after each. */
export class StoreSimulation {
  readonly random: SeededRandom;
  readonly model = new StoreModel();
  scheduler = new SimulatedScheduler();
  disk: SimulatedDisk;
  store: MessageStore;
  cutCount = 0;
  completedCount = 0;
  /** Reports of damage; there must be none, for this disk does not rot. */
  readonly reports: string[] = [];
  /** Queue and sequence -> content, also of what ended long ago. */
  readonly everStored = new Map<string, SimulatedContent>();
  readonly #options: SimulationOptions;
  readonly #segmentSizeBytes: number;
  readonly #nextSequence = new Map<number, number>();
  #nextContentId = 1;
  #hasFailed = false;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.random = new SeededRandom(options.seed);
    this.#segmentSizeBytes = this.random.pick(segmentSizesBytes);
    this.disk = new SimulatedDisk(this.random);
    this.store = this.#open(false);
  }

  /** Everything that was ever said, in a disk that lost its power just now. */
  runUntilCut(): SimulatedDisk {
    for (let done = 0; done < this.#options.operationCount; done++) this.#operation();
    return this.disk.cut();
  }

  run(): void {
    for (let done = 0; done < this.#options.operationCount; done++) {
      this.#operation();
      if (this.disk.completedCount > 0) this.#countCompletions();
    }
    this.disk.faults.capacityBytes = Number.POSITIVE_INFINITY;
    this.cutPower();
    this.#loadAll();
    this.closeAndReopen();
    this.#loadAll();
  }

  cutPower(): void {
    this.cutCount += 1;
    this.disk = this.disk.cut();
    this.store = this.#open(false);
    this.#hasFailed = false;
  }

  closeAndReopen(): void {
    if (this.#hasFailed) {
      this.cutPower();
      return;
    }
    this.disk.faults.capacityBytes = Number.POSITIVE_INFINITY;
    void this.store.close();
    this.#settle();
    if (this.#hasFailed) {
      this.cutPower();
      return;
    }
    this.disk = this.disk.cut();
    this.store = this.#open(true);
  }

  #open(wasClosed: boolean): MessageStore {
    this.disk.faults.forgetsSynced = this.#options.plantedBug === 'disk-forgets' && this.cutCount > 0;
    // What the process had planned goes with it.
    this.scheduler = new SimulatedScheduler(this.scheduler.nowMs);
    const store = new DurableMessageStore({
      disk: this.disk,
      scheduler: this.scheduler,
      random: () => this.random.word(),
      options: { segmentSizeBytes: this.#segmentSizeBytes, diskFreeBytesMin: 4_096 },
      onReport: (sentence) => this.reports.push(sentence),
    });
    store.onRefusalChange((refusal) => {
      if (refusal?.includes('failed')) this.#hasFailed = true;
    });
    const recovery = store.recover();
    this.model.checkRecovery(recovery, wasClosed, (kept, row) => {
      const entry = new QueueEntry(new Message('', '', Buffer.alloc(0), 0, 0, 0, 0, 0, 0, -1), row.sequence, row.enqueuedAtMs);
      entry.segment = row.segment;
      entry.slot = row.slot;
      entry.expiresAtMs = row.expiresAtMs;
      entry.isRedelivered = row.isRedelivered;
      entry.deliveryCount = row.deliveryCount;
      return kept.end === 'durable' ? kept.entry : entry;
    });
    return store;
  }

  #countCompletions(): void {
    this.completedCount += this.disk.completedCount;
    this.disk.completedCount = 0;
  }

  #operation(): void {
    if (this.#hasFailed) {
      this.cutPower();
      return;
    }
    const draw = this.random.below(100);
    if (draw < 28) this.#append();
    else if (draw < 46) this.#acknowledge();
    else if (draw < 50) this.#return();
    else if (draw < 52) this.#noteDelivering();
    else if (draw < 54) this.#drop();
    else if (draw < 60) this.#transaction();
    else if (draw < 64) this.#barrier();
    else if (draw < 70) this.#load();
    else if (draw < 78) this.scheduler.endTurn();
    else if (draw < 95) this.#stepDisk(1 + this.random.below(6));
    else if (draw < 98) this.#advance();
    else this.#misfortune();
  }

  #misfortune(): void {
    const kind = this.random.below(8);
    if (kind < 3 && this.#options.cutAtCompletion === undefined) this.cutPower();
    else if (kind === 3) this.closeAndReopen();
    else if (kind === 4) this.disk.faults.failNextWrite = true;
    else if (kind === 5) this.disk.faults.capacityBytes = this.disk.usedBytes + this.random.below(this.#segmentSizeBytes);
    else this.disk.faults.capacityBytes = Number.POSITIVE_INFINITY;
  }

  #append(): ModelEntry[] {
    if (this.store.refusal !== null && this.random.chance(0.8)) return [];
    const content = drawContent(this.#nextContentId++, this.random);
    const queueIds: number[] = [];
    for (let id = 1; id <= queueCount; id++) if (this.random.chance(0.3)) queueIds.push(id);
    if (queueIds.length === 0) queueIds.push(1 + this.random.below(queueCount));
    const enqueuedAtMs = 1_700_000_000_000 + this.scheduler.nowMs;
    const message = buildMessage(content);
    const expiresAtMs = this.random.pick([0, enqueuedAtMs + 60_000]);
    const entries = queueIds.map((queueId) => {
      // Apart by more than one, and beyond 32 bits, as they may be.
      const sequence = (this.#nextSequence.get(queueId) ?? 2 ** 32 - 20) + 1 + this.random.below(3);
      this.#nextSequence.set(queueId, sequence);
      const entry = new QueueEntry(message, sequence, enqueuedAtMs);
      entry.expiresAtMs = expiresAtMs;
      entry.isRedelivered = this.random.chance(0.1);
      entry.deliveryCount = entry.isRedelivered ? this.random.below(40) : 0;
      return entry;
    });
    const group = this.store.append(message, queueIds, entries);
    const added = entries.map((entry, index) => this.#remember(queueIds[index]!, entry, content));
    this.#whenDurable(group, () => {
      for (const kept of added) kept.isConfirmed = true;
    });
    return added;
  }

  #remember(queueId: number, entry: QueueEntry, content: ModelEntry['content']): ModelEntry {
    const kept: ModelEntry = {
      queueId,
      content,
      entry,
      isConfirmed: false,
      end: 'none',
      returned: { isRedelivered: entry.isRedelivered, deliveryCount: entry.deliveryCount },
      mayHaveReturnedSince: false,
      transaction: null,
    };
    this.model.entries.push(kept);
    this.everStored.set(`${queueId}/${entry.sequence}`, content);
    return kept;
  }

  #acknowledge(): ModelEntry | null {
    const live = this.model.live();
    if (live.length === 0) return null;
    // Mostly the oldest, as consumers do; the rest leaves holes.
    const kept = this.random.chance(0.7) ? live[0]! : this.random.pick(live);
    const isForgotten = this.#options.plantedBug === 'loses-acknowledges' && this.random.chance(0.02);
    if (!isForgotten) this.store.acknowledge(kept.queueId, kept.entry);
    kept.end = 'requested';
    return kept;
  }

  #return(): void {
    const live = this.model.live();
    if (live.length === 0) return;
    const kept = this.random.pick(live);
    kept.entry.isRedelivered = true;
    kept.entry.deliveryCount = this.random.below(1_000);
    this.store.noteReturned(kept.queueId, kept.entry);
    kept.mayHaveReturnedSince = true;
  }

  #noteDelivering(): void {
    const queueId = 1 + this.random.below(queueCount);
    this.store.noteDelivering(queueId);
    const mark = this.model.delivering.get(queueId);
    if (mark === undefined || mark.state === 'forgotten') this.model.delivering.set(queueId, { state: 'requested' });
  }

  #drop(): void {
    const queueId = 1 + this.random.below(queueCount);
    const live = this.model.liveOf(queueId);
    const keep = this.random.chance(0.5) ? [] : live.filter(() => this.random.chance(0.3));
    this.store.dropQueue(
      queueId,
      keep.map((kept) => kept.entry),
    );
    for (const kept of live) if (!keep.includes(kept)) kept.end = 'requested';
    if (keep.length === 0) this.model.delivering.set(queueId, { state: 'forgotten' });
  }

  #transaction(): void {
    const transaction: ModelTransaction = { appended: [], ended: [] };
    const group = this.store.transaction(() => {
      const stepCount = 1 + this.random.below(4);
      for (let step = 0; step < stepCount; step++) {
        if (this.random.chance(0.6)) transaction.appended.push(...this.#append());
        else {
          const ended = this.#acknowledge();
          if (ended !== null) transaction.ended.push(ended);
        }
      }
    });
    for (const kept of [...transaction.appended, ...transaction.ended]) kept.transaction = transaction;
    this.#whenDurable(group, () => {
      for (const kept of transaction.ended) kept.end = 'durable';
    });
  }

  /** Everything said so far becomes certain when the open group does. */
  #barrier(): void {
    const ended = this.model.entries.filter((kept) => kept.end === 'requested');
    const returned = this.model.live().map((kept) => ({ kept, at: { ...kept.entry } }));
    const marks = [...this.model.delivering.values()];
    this.#whenDurable(this.store.openGroup, () => {
      for (const kept of ended) kept.end = 'durable';
      for (const mark of marks) if (mark.state === 'requested') mark.state = 'durable';
      for (const { kept, at } of returned) {
        if (kept.entry.deliveryCount !== at.deliveryCount || kept.entry.isRedelivered !== at.isRedelivered) continue;
        kept.returned = { isRedelivered: at.isRedelivered, deliveryCount: at.deliveryCount };
        kept.mayHaveReturnedSince = false;
      }
    });
  }

  #whenDurable(group: number, then: () => void): void {
    const { store } = this;
    const confirm = () => {
      if (store !== this.store) throw new InvariantError('a store called back after its disk was gone');
      if (group <= store.durableGroup) this.model.hasWritten = true;
      then();
    };
    if (this.#options.plantedBug === 'confirms-early') confirm();
    else store.whenDurable(group, confirm);
  }

  #load(): void {
    const live = this.model.live();
    if (live.length === 0) return;
    const some = live.filter(() => this.random.chance(0.2));
    for (const kept of some) this.#compare(kept, this.store.load(kept.queueId, kept.entry));
    const queueId = 1 + this.random.below(queueCount);
    const page = this.model.liveOf(queueId);
    const messages = this.store.loadMany(
      queueId,
      page.map((kept) => kept.entry),
    );
    for (const [index, kept] of page.entries()) this.#compare(kept, messages[index] ?? null);
  }

  #loadAll(): void {
    for (const kept of this.model.live()) this.#compare(kept, this.store.load(kept.queueId, kept.entry));
    if (this.reports.length > 0) throw new InvariantError(this.reports.join(' '));
  }

  #compare(kept: ModelEntry, message: Message | null): void {
    const difference = message === null ? 'it is garbled' : compareMessage(message, kept.content);
    if (difference !== null)
      throw new InvariantError(`message ${kept.entry.sequence} of queue ${kept.queueId} was served wrong: ${difference}`);
  }

  #stepDisk(count: number): void {
    for (let step = 0; step < count; step++) {
      if (this.#options.cutAtCompletion === this.completedCount + this.disk.completedCount && this.cutCount === 0) this.cutPower();
      this.disk.step();
    }
  }

  #advance(): void {
    this.scheduler.advance(this.random.pick([1, 50, 300, 6_000]));
  }

  /** Lets everything in flight finish. */
  #settle(): void {
    for (let round = 0; round < 10_000; round++) {
      this.scheduler.endTurn();
      if (this.disk.pendingCount === 0) {
        this.scheduler.advance(250);
        if (this.disk.pendingCount === 0) return;
      }
      this.disk.step();
    }
    throw new InvariantError('the store never comes to rest');
  }
}
