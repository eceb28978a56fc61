import type { Message } from '../message';
import type { PublishTarget } from './publish-target';

export type SettlementOutcome = 'acknowledge' | 'requeue' | 'reject';
type HeldPublish = { readonly target: PublishTarget; readonly message: Message };

/**
 * What a channel published and settled since tx.select or the last commit; nothing of it is seen before the commit
 * (AMQP 0-9-1 1.9). Settled deliveries stay with the channel until then, so that a rollback has nothing to put back.
 */
export class Transaction {
  readonly publishes: HeldPublish[] = [];
  /** By delivery tag, in the order they were settled. */
  readonly settlements = new Map<number, SettlementOutcome>();
  contentBytes = 0;

  publish(target: PublishTarget, message: Message): void {
    message.retain();
    this.contentBytes += message.end - message.start;
    this.publishes.push({ target, message });
  }
}
