import type { Destination } from '../queue/queue';
import type { FlowControlled, PublisherFlow } from './publisher-flow';
import type { PacedPublisher, PublisherPacing } from './publisher-pacing';
import { gateReason, type ReadGate } from './read-gate';

/** Copies handed to queues between two looks, a large body counting for several. */
const UNCHECKED_COPIES_MAX = 256;
const COPY_BYTES = 1_024;
const BRAKES = gateReason.flow | gateReason.pacing;

/**
 * Where flow control and pacing take hold of what one connection publishes: after each read, and inside one. A read of small
 * messages for many queues is worth far more than a consumer's window, and what is parsed beyond that has to be packed away:
 *
 *   read ─ publish … publish ─ look: go on ─ publish … publish ─ look: held │ rest of the read waits, as it came
 *                                                                          └─ released: end of a turn, parse on
 */
export class PublishBrake {
  /** Set by a publish, cleared by a look. */
  hasPublished = false;
  isPublisher = false;
  private uncheckedCopies = 0;
  /** Where its last message went: what pacing looks at. */
  private lastQueues: readonly Destination[] = [];

  constructor(
    private readonly publisher: FlowControlled & PacedPublisher,
    private readonly controls: { readonly flow: PublisherFlow; readonly pacing: PublisherPacing },
    private readonly gate: ReadGate,
  ) {}

  /** A message went to its queues. */
  note(queues: readonly Destination[], bodySizeBytes: number): void {
    this.lastQueues = queues;
    this.uncheckedCopies += queues.length * (1 + Math.floor(bodySizeBytes / COPY_BYTES));
  }

  /** After each read: flow control and pacing look at what was published since they looked last. */
  look(): void {
    this.uncheckedCopies = 0;
    if (!this.hasPublished) return;
    this.hasPublished = false;
    this.isPublisher = true;
    this.controls.flow.afterPublish(this.publisher);
    this.controls.pacing.afterPublish(this.publisher, this.lastQueues);
  }

  /** After each publish. When it holds the gate for the rest of the read, parsing stops, and goes on when `mayReadRest`. */
  apply(): void {
    if (this.uncheckedCopies < UNCHECKED_COPIES_MAX) return;
    this.look();
    if (this.gate.isHeldFor(BRAKES)) this.gate.hold(gateReason.rest);
  }

  get hasRest(): boolean {
    return this.gate.isHeldFor(gateReason.rest);
  }

  get mayReadRest(): boolean {
    return this.hasRest && !this.gate.isHeldFor(BRAKES);
  }
}
