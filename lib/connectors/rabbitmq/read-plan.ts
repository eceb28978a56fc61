import type { Intrusiveness } from '../../model/message';
import type { QueueType } from '../../model/resources';
import { rabbitmqLimits } from './rabbitmq-limits';

/** What decides how a queue may be read, and what that changes. */
export type QueueFacts = {
  readonly product: string;
  readonly version: string;
  readonly type: QueueType;
  readonly isAutoDelete: boolean;
  readonly isSingleActiveConsumer: boolean;
  readonly consumerCount: number | null;
  readonly readyCount: number | null;
  readonly hasTimeToLive: boolean;
  readonly lengthMax: number | null;
  readonly hasDeadLetterExchange: boolean;
  /** As set by argument, policy or the broker's row; null when none is set, -1 for none on purpose. */
  readonly deliveryLimit: number | null;
  readonly isRetryDelayed: boolean;
};

/** How to read, how to give back, and what that does. `refusal` says why it is better not done at all. */
export type ReadPlan = {
  readonly verb: 'stream' | 'get' | 'consume';
  readonly giveBack: 'nothing' | 'nack' | 'close-channel';
  /** How a walk through the whole queue takes its messages: several times as fast in batches as one by one. */
  readonly walk: 'batches' | 'gets';
  readonly deliveryLimit: number | null;
  readonly refusal: string | null;
  readonly intrusiveness: Intrusiveness;
};

type Effect = { readonly level: Intrusiveness['level']; readonly sentence: string };

const LEVELS: readonly Intrusiveness['level'][] = ['none', 'marks-redelivered', 'may-reorder', 'may-lose'];
const DELIVERY_LIMIT_DEFAULT = 20; // quorum queues since RabbitMQ 4.0
const NEARLY_FULL = 0.8;

/**
 * AMQP has no verb to look: a message is taken and given back. What giving back does depends on product, version and queue
 * type (measured; RabbitMQ's quorum queues changed three times), so this is one table in code and the only place that
 * knows versions.
 */
export function planReading(facts: QueueFacts): ReadPlan {
  if (facts.type === 'stream') {
    return {
      verb: 'stream',
      giveBack: 'nothing',
      walk: 'gets',
      deliveryLimit: null,
      refusal: null,
      intrusiveness: { level: 'none', effects: ['Reading a stream changes nothing.'] },
    };
  }
  const deliveryLimit = countedDeliveryLimit(facts);
  const effects = [...holdingEffects(facts), ...returningEffects(facts, deliveryLimit)];
  const level = LEVELS[Math.max(...effects.map((effect) => LEVELS.indexOf(effect.level)))] ?? 'marks-redelivered';
  const ordered = effects.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
  return {
    ...verbOf(facts, deliveryLimit),
    deliveryLimit,
    refusal: facts.isSingleActiveConsumer
      ? 'This queue has a single active consumer: reading it would take messages past that consumer, or become it.'
      : null,
    intrusiveness: { level, effects: ordered.map((effect) => effect.sentence) },
  };
}

function verbOf(facts: QueueFacts, deliveryLimit: number | null): Pick<ReadPlan, 'verb' | 'giveBack' | 'walk'> {
  // Without a limit these put a returned message at the tail; closing the channel of one consumer puts all back in order.
  if (isQuorumBefore43(facts) && deliveryLimit === null) return { verb: 'consume', giveBack: 'close-channel', walk: 'batches' };
  const hasConsumers = (facts.consumerCount ?? 0) > 0;
  // A consumer of lowest priority lets the real ones go first. On an auto-delete queue its leaving could delete the queue.
  const verb = hasConsumers && !facts.isAutoDelete ? 'consume' : 'get';
  if (facts.product !== 'RabbitMQ' || facts.type !== 'classic') return { verb, giveBack: 'nack', walk: 'gets' };
  // A classic queue restores the order either way. After a nack of 20,000 got messages, 3.10 took 185 ms for each further
  // basic.get; after the close of their channel, 0.2 ms (measured). Where consumers wait, a walk by get goes past them.
  return { verb, giveBack: 'close-channel', walk: hasConsumers || facts.isAutoDelete ? 'gets' : 'batches' };
}

function holdingEffects(facts: QueueFacts): Effect[] {
  const seconds = rabbitmqLimits.heldMs / 1000;
  const effects: Effect[] = [{ level: 'marks-redelivered', sentence: 'The messages shown are marked as redelivered.' }];
  if (facts.hasTimeToLive) {
    effects.push({ level: 'may-lose', sentence: 'A message whose time to live ends while it is shown expires when it is given back.' });
  }
  if (facts.lengthMax !== null && (facts.readyCount ?? facts.lengthMax) >= facts.lengthMax * NEARLY_FULL) {
    const where = facts.hasDeadLetterExchange ? 'go to the dead-letter exchange' : 'are lost';
    effects.push({
      level: 'may-lose',
      sentence: `The queue is nearly full: if publishers fill it meanwhile, the messages given back ${where}.`,
    });
  }
  if ((facts.consumerCount ?? 0) > 0) {
    effects.push({
      level: 'may-reorder',
      sentence: `Its consumers go first and may get later messages before those held (up to ${seconds} s).`,
    });
  }
  return effects;
}

function returningEffects(facts: QueueFacts, deliveryLimit: number | null): Effect[] {
  const effects: Effect[] = [];
  if (deliveryLimit !== null) {
    const fate = facts.hasDeadLetterExchange ? 'dead-letters it' : 'drops it';
    effects.push({
      level: 'may-lose',
      sentence: `Each look counts as a delivery. After ${deliveryLimit} of them the broker ${fate}; Warren stops ${rabbitmqLimits.deliveryLimitReserve} before that.`,
    });
  } else if (facts.type === 'quorum') {
    effects.push({ level: 'marks-redelivered', sentence: 'Their delivery count grows by one.' });
  }
  if (facts.isRetryDelayed) {
    effects.push({ level: 'may-reorder', sentence: 'The queue delays retries: what is given back stays away for that time.' });
  } else if (facts.type === 'quorum' && !isQuorumBefore43(facts)) {
    effects.push({ level: 'may-reorder', sentence: 'What is given back comes before waiting messages of a higher priority.' });
  }
  return effects;
}

/** The limit that a look counts towards; null where looking does not count. */
function countedDeliveryLimit(facts: QueueFacts): number | null {
  if (facts.type !== 'quorum' && facts.product !== 'LavinMQ') return null;
  if (facts.product === 'RabbitMQ' && !isQuorumBefore43(facts)) return null; // 4.3 does not count basic.nack
  const limit = facts.deliveryLimit ?? (facts.type === 'quorum' && isAtLeast(facts.version, 4, 0) ? DELIVERY_LIMIT_DEFAULT : null);
  return limit === null || limit < 0 ? null : limit;
}

const isQuorumBefore43 = (facts: QueueFacts): boolean =>
  facts.type === 'quorum' && facts.product === 'RabbitMQ' && !isAtLeast(facts.version, 4, 3);

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [actualMajor = 0, actualMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return actualMajor > major || (actualMajor === major && actualMinor >= minor);
}
