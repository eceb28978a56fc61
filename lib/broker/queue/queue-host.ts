import type { Clock } from '../../base/clock';
import type { MessageStore } from '../ports';
import type { QueueEntry } from '../queue-entry';
import type { DeathReason, Queue } from './queue';
import type { ReplayRecorder } from './replay-trace';
import type { WorkingSet } from './working-set';

/** What a queue needs of the virtual host around it. */
export interface QueueHost {
  readonly store: MessageStore;
  readonly clock: Clock;
  readonly workingSet: WorkingSet;
  readonly replays: ReplayRecorder;
  /** Publishes the entry to the queue's dead-letter exchange; then, or at once without one, queue.buried() is called. */
  deadLetter(queue: BuryingQueue, entry: QueueEntry, reason: DeathReason): void;
  /** Its last consumer left an auto-delete queue, or x-expires has passed. */
  queueUnused(queue: Queue): void;
}

/** `unwanted`: no dead-letter exchange is set. `unroutable`: it is gone, or no queue took the letter. */
export type BurialOutcome = 'taken' | 'unwanted' | 'unroutable';

/** A queue whose entry has been dead-lettered lets go of it. */
export interface BuryingQueue extends Queue {
  buried(entry: QueueEntry, reason: DeathReason, outcome: BurialOutcome): void;
}
