import { formatCount, formatCounted, formatDuration, formatRate } from './quantity';
import type { Queue } from './resources';

export type QueueCondition =
  | 'dead-letters'
  | 'down'
  | 'stuck'
  | 'unconsumed'
  | 'growing'
  | 'redelivering'
  | 'draining'
  | 'steady'
  | 'flowing'
  | 'idle'
  | 'unknown';
/** The condition in a word or two, for badges and filters. */
export const conditionLabels: Readonly<Record<QueueCondition, string>> = {
  'dead-letters': 'dead letters',
  down: 'down',
  stuck: 'stuck',
  unconsumed: 'no consumer',
  growing: 'growing',
  redelivering: 'repeating',
  draining: 'shrinking',
  steady: 'steady',
  flowing: 'flowing',
  idle: 'idle',
  unknown: 'unknown',
};

export type QueueHealth = {
  readonly condition: QueueCondition;
  readonly level: 'danger' | 'warning' | 'note' | 'good';
  /** What matters about this queue now, for people. */
  readonly sentence: string;
  /** Ready messages per second, more coming than going when positive; null where the broker tells no rates. */
  readonly netPerSecond: number | null;
};

/** Slower changes are noise of sampling. */
const NET_MIN_PER_SECOND = 0.5;
/** Fewer than one message in ten seconds is no flow. */
const FLOWING_MIN_PER_SECOND = 0.1;
/** So much of the traffic may be imbalance without being a trend. */
const NET_MIN_SHARE = 0.05;
const REDELIVERED_SHARE_MAX = 0.2;
/** Longer forecasts than this say nothing. */
const FORECAST_SECONDS_MAX = 30 * 86_400;

const stoppedStates = new Set(['stopped', 'down', 'crashed', 'terminated']);

/** What leaves per second: acknowledged messages, or deliveries where consumers acknowledge nothing because they need not. */
function drainPerSecond({ rates }: Queue): number | null {
  if (rates.acknowledge === null && rates.deliver === null) return null;
  return Math.max(rates.acknowledge ?? 0, rates.acknowledge ? 0 : (rates.deliver ?? 0) - (rates.redeliver ?? 0));
}

/**
 * The one judgement of a queue that lists, its page and the overview share. `isDeadLetterTarget`: dead letters wait for a
 * person, so that nobody consumes them is no fault.
 */
export function queueHealth(queue: Queue, isDeadLetterTarget = false): QueueHealth {
  const known = isDeadLetterTarget ? knownOfTargets : knownOfOthers;
  const health = known.get(queue) ?? judge(queue, isDeadLetterTarget);
  known.set(queue, health);
  return health;
}

/** Queues are never changed in place, and lists ask for 10,000 judgements again at each filtering. */
const knownOfTargets = new WeakMap<Queue, QueueHealth>();
const knownOfOthers = new WeakMap<Queue, QueueHealth>();

function judge(queue: Queue, isDeadLetterTarget: boolean): QueueHealth {
  const drain = drainPerSecond(queue);
  const publish = queue.rates.publish;
  const net = publish === null || drain === null ? null : publish - drain;
  const judged = (condition: QueueCondition, level: QueueHealth['level'], sentence: string): QueueHealth => ({
    condition,
    level,
    sentence,
    netPerSecond: net,
  });
  if (stoppedStates.has(queue.state))
    return judged('down', 'danger', `The queue is ${queue.state}: it neither takes nor delivers messages.`);
  if (queue.readyCount === null) return judged('unknown', 'note', 'The broker has not told how many messages wait.');
  const consumers = queue.consumerCount ?? 0;
  const unacknowledged = queue.unacknowledgedCount ?? 0;
  // What holds less than a second of its growth is empty; that more came than went is then noise of sampling.
  const isGrowing =
    net !== null &&
    publish !== null &&
    net >= NET_MIN_PER_SECOND &&
    net > publish * NET_MIN_SHARE &&
    queue.readyCount + unacknowledged > net;
  if (isDeadLetterTarget && queue.readyCount > 0 && consumers === 0)
    return judged(
      'dead-letters',
      'note',
      `${formatCounted(queue.readyCount, 'dead letter')} ${queue.readyCount === 1 ? 'waits' : 'wait'} for somebody to look at ${queue.readyCount === 1 ? 'it' : 'them'}.`,
    );
  if (queue.readyCount > 0 && consumers === 0) return judged('unconsumed', 'danger', unconsumedSentence(queue, queue.readyCount, publish));
  if (queue.readyCount > 0 && unacknowledged > 0 && drain !== null && drain < 0.01) {
    const holders = `${formatCounted(consumers, 'consumer')} ${consumers === 1 ? 'holds' : 'hold'}`;
    return judged(
      'stuck',
      'danger',
      `${holders} ${formatCounted(unacknowledged, 'message')} and acknowledge${consumers === 1 ? 's' : ''} none; ${formatCount(queue.readyCount)} wait.`,
    );
  }
  if (isGrowing) return judged('growing', 'warning', growingSentence(queue, queue.readyCount, net));
  const redelivered = share(queue.rates.redeliver, queue.rates.deliver);
  if (redelivered > REDELIVERED_SHARE_MAX)
    return judged(
      'redelivering',
      'warning',
      `${Math.round(redelivered * 100)} % of the deliveries are repeats: a consumer fails or gives messages back.`,
    );
  if (queue.readyCount === 0 && unacknowledged === 0) {
    const through = drain ?? 0;
    if (through >= FLOWING_MIN_PER_SECOND) return judged('flowing', 'good', `Nothing is waiting; ${formatRate(through)}/s pass through.`);
    return judged('idle', 'good', consumers === 0 ? 'Nothing is waiting, and nobody consumes.' : 'Nothing is waiting.');
  }
  if (net !== null && -net >= NET_MIN_PER_SECOND && queue.readyCount > 0)
    return judged('draining', 'note', drainingSentence(queue.readyCount, -net));
  return judged('steady', 'good', steadySentence(queue.readyCount, unacknowledged));
}

const share = (part: number | null, whole: number | null): number => (part === null || whole === null || whole <= 0 ? 0 : part / whole);

function unconsumedSentence(queue: Queue, ready: number, publish: number | null): string {
  const waits = `${formatCounted(ready, 'message')} ${ready === 1 ? 'waits' : 'wait'} and nobody consumes.`;
  if (publish === null || publish < NET_MIN_PER_SECOND) return waits;
  const max = lengthMax(queue);
  if (max !== null && ready >= max) return `${waits} It is full, and ${formatRate(publish)}/s more arrive.`;
  return `${waits} Growing by ${formatRate(publish)}/s.${fullIn(queue, ready, publish)}`;
}

function growingSentence(queue: Queue, ready: number, net: number): string {
  const room = queue.consumerUtilisation === null ? '' : `, busy ${Math.round((1 - queue.consumerUtilisation) * 100)} % of the time`;
  return `Growing by ${formatRate(net)}/s. ${formatCounted(queue.consumerCount ?? 0, 'consumer')}${room}.${fullIn(queue, ready, net)}`;
}

function drainingSentence(ready: number, perSecond: number): string {
  const seconds = ready / perSecond;
  const when =
    seconds > FORECAST_SECONDS_MAX
      ? 'At this rate not empty within a month.'
      : `Empty in ${formatDuration(Math.ceil(seconds))} at this rate.`;
  return `Shrinking by ${formatRate(perSecond)}/s. ${when}`;
}

function steadySentence(ready: number, unacknowledged: number): string {
  if (ready === 0) return `Nothing is waiting; ${formatCounted(unacknowledged, 'message')} in work.`;
  return `Steady: ${formatCount(ready)} waiting, ${formatCount(unacknowledged)} in work.`;
}

/** ' Full in 3 h.' where a maximum length is set. */
function fullIn(queue: Queue, ready: number, perSecond: number): string {
  const max = lengthMax(queue);
  if (max === null) return '';
  if (ready >= max) return ' It is full.';
  const seconds = (max - ready) / perSecond;
  return seconds > FORECAST_SECONDS_MAX ? '' : ` Full in ${formatDuration(seconds)}.`;
}

/** The smaller of argument and policy, as the broker merges them. */
function lengthMax(queue: Queue): number | null {
  const limits = [queue.arguments['x-max-length'], queue.effectivePolicy['max-length']].filter((value) => typeof value === 'number');
  return limits.length === 0 ? null : Math.min(...limits);
}
