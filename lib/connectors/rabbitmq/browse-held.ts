import type { BrowsedMessage } from '../../model/message';
import type { AmqpChannel, Delivery } from '../amqp/amqp-channel';
import { type BrowsePage, ConnectorError, type QueueAddress } from '../connector';
import { FingerprintCounter, fingerprintOf, numberHeader, toBrowsedMessage } from './browsed-message';
import type { DeliveryBudget } from './delivery-budget';
import { openReader } from './delivery-reader';
import { rabbitmqLimits } from './rabbitmq-limits';
import type { ReadPlan } from './read-plan';

export type HeldPage = { readonly messages: readonly BrowsedMessage[]; readonly readyCount: number };

/**
 * Looks at the head of a classic or quorum queue: takes, shows, gives back in the order taken, within two seconds.
 * `from` counts from the head, so all before it are held as well.
 */
export async function browseHeld(
  channel: AmqpChannel,
  queue: QueueAddress,
  page: BrowsePage,
  plan: ReadPlan,
  budget: DeliveryBudget,
): Promise<HeldPage> {
  if (page.order === 'newest') throw notFromHere('Only the broker knows the newest messages of this queue; it shows the oldest.');
  if (page.from >= rabbitmqLimits.heldCountMax) {
    throw notFromHere(`Only the first ${rabbitmqLimits.heldCountMax} messages can be shown, because each is held while it is read.`);
  }
  const declared = await channel.call(passiveDeclare(queue.name), 'queue.declare-ok');
  if (budget.isExhausted(queue, declared.messageCount)) throw tooNearToLimit(plan);
  channel.bodyKeepBytes = page.bodyLimitBytes;
  channel.digestsBodies = true;
  const wantedCount = Math.min(page.from + page.limit, rabbitmqLimits.heldCountMax);
  const held = await hold(channel, queue, plan, budget, wantedCount);
  // One by one in ascending order while the channel stays open: then each goes back to where it was.
  if (plan.giveBack === 'nack') for (const delivery of held) giveBack(channel, delivery);
  const ids = new FingerprintCounter();
  const messages = held.map((delivery, position) => toBrowsedMessage(delivery, position, ids.nextId(fingerprintOf(delivery))));
  return { messages: messages.slice(page.from), readyCount: declared.messageCount };
}

async function hold(
  channel: AmqpChannel,
  queue: QueueAddress,
  plan: ReadPlan,
  budget: DeliveryBudget,
  wantedCount: number,
): Promise<readonly Delivery[]> {
  const deadlineMs = Date.now() + rabbitmqLimits.heldMs;
  const held: Delivery[] = [];
  let bytes = 0;
  if (wantedCount === 0) return held;
  const reader = await openReader(channel, { queue: queue.name, verb: plan.verb, prefetchCount: wantedCount });
  while (held.length < wantedCount && bytes < rabbitmqLimits.heldBytesMax && Date.now() < deadlineMs) {
    const delivery = await reader.next();
    if (delivery === null) break;
    held.push(delivery);
    bytes += delivery.content.bodySizeBytes;
    if (budget.note(queue, numberHeader(delivery.content.properties, 'x-delivery-count'), plan.deliveryLimit)) break;
  }
  await reader.stop();
  return held;
}

export const passiveDeclare = (queue: string) =>
  ({
    name: 'queue.declare',
    queue,
    passive: true,
    durable: false,
    exclusive: false,
    autoDelete: false,
    noWait: false,
    arguments: [],
  }) as const;

export function giveBack(channel: AmqpChannel, delivery: Pick<Delivery, 'deliveryTag'>): void {
  channel.send({ name: 'basic.nack', deliveryTag: delivery.deliveryTag, multiple: false, requeue: true });
}

const notFromHere = (message: string): ConnectorError => new ConnectorError('not-supported', message);

const tooNearToLimit = (plan: ReadPlan): ConnectorError =>
  new ConnectorError(
    'not-supported',
    `A message in this queue is close to its delivery limit of ${plan.deliveryLimit}; looking again could remove it. Move the messages to another queue to read them.`,
  );
