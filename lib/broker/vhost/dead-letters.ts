import { bodyOf, propertiesOf } from '../../amqp';
import type { Clock } from '../../base/clock';
import { createMessage } from '../create-message';
import type { Exchange } from '../exchange/exchange';
import { type Message, messageFlags } from '../message';
import { publishResult } from '../ports';
import { isDeathCycle, withDeath } from '../queue/death-headers';
import type { DeathReason, Destination } from '../queue/queue';
import type { BuryingQueue } from '../queue/queue-host';
import type { QueueEntry } from '../queue-entry';
import type { Publisher } from './publisher';
import type { Router } from './router';

type Burial = { readonly queue: BuryingQueue; readonly entry: QueueEntry; readonly reason: DeathReason };

/**
 * Dead letters of one virtual host, published one after another: a dead letter may overflow the queue that it goes to, whose
 * dead letter then waits here for its turn instead of growing the stack.
 */
export class DeadLetters {
  private pending: Burial[] = [];
  private isDraining = false;

  constructor(
    private readonly router: Router,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly findExchange: (name: string) => Exchange | null,
  ) {}

  add(queue: BuryingQueue, entry: QueueEntry, reason: DeathReason): void {
    if (queue.settings.deadLetterExchange === null) {
      queue.buried(entry, reason, 'unwanted');
      return;
    }
    this.pending.push({ queue, entry, reason });
    this.drain();
  }

  /** Publishes what waits, unless a publish is under way: that one drains when it is done. */
  drain(): void {
    if (this.isDraining || this.publisher.isPublishing) return;
    this.isDraining = true;
    try {
      while (this.pending.length > 0) {
        const batch = this.pending;
        this.pending = [];
        for (const burial of batch) this.bury(burial);
      }
    } finally {
      this.isDraining = false;
    }
  }

  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  private bury({ queue, entry, reason }: Burial): void {
    const exchange = this.findExchange(queue.settings.deadLetterExchange ?? '');
    if (exchange === null) {
      queue.buried(entry, reason, 'unroutable');
      return;
    }
    const letter = this.letterOf(queue, entry, reason, exchange);
    const result = this.publisher.publish(letter, this.destinationsOf(exchange, letter, reason));
    const isTaken = (result & publishResult.routed) !== 0 && (result & publishResult.rejected) === 0;
    queue.buried(entry, reason, isTaken ? 'taken' : 'unroutable');
  }

  private letterOf(queue: BuryingQueue, entry: QueueEntry, reason: DeathReason, exchange: Exchange): Message {
    const { message } = entry;
    const { deadLetterRoutingKey } = queue.settings;
    const properties = withDeath(propertiesOf(message), {
      queue: queue.name,
      reason,
      exchange: message.exchange,
      routingKey: message.routingKey,
      timeSeconds: Math.floor(this.clock.nowMs() / 1_000),
      replacesRoutingKeys: deadLetterRoutingKey !== null,
    });
    return createMessage(exchange.name, deadLetterRoutingKey ?? message.routingKey, properties, bodyOf(message));
  }

  private destinationsOf(exchange: Exchange, letter: Message, reason: DeathReason): readonly Destination[] {
    exchange.counters.publishIn += 1;
    const queues = this.router.destinationsOf(exchange, letter);
    exchange.counters.publishOut += queues.length;
    if (reason === 'rejected' || (letter.flags & messageFlags.hasDeaths) === 0) return queues;
    const headers = propertiesOf(letter).headers ?? [];
    return queues.filter((queue) => !isDeathCycle(headers, queue.name));
  }
}
