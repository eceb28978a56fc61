import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { declareQueue, publish, settle, times } from './steps';

const OPERATIONS = 60;
/** Each channel consumes from one queue, so that the order of its deliveries is the queue's alone. */
const queueOf: Readonly<Record<string, string>> = { a: 'q0', b: 'q0', 'other-c': 'q0', d: 'q1' };
const channels = Object.keys(queueOf);
const queueArguments = [
  {},
  {},
  { 'x-single-active-consumer': true },
  { 'x-max-priority': 3 },
  { 'x-max-length': 4, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' },
  { 'x-single-active-consumer': true, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' },
];

/** Who gets what, in which order, under which prefetch and priority; what comes back and where to; who is told when a queue goes. */
export const consumers: Topic = {
  name: 'consumers',
  queues: ['q0', 'q1', 'dead'],
  operations: (random) => [
    declareQueue('q0', random.pick(queueArguments)),
    declareQueue('q1'),
    declareQueue('dead'),
    ...randomOperations(random),
  ],
};

function randomOperations(random: SeededRandom): Operation[] {
  const tags = channels.map((on) => `${on}-none`);
  return times(OPERATIONS, (index) => randomOperation(random, index, tags));
}

/** `tags`: those of all consumers so far. */
function randomOperation(random: SeededRandom, index: number, tags: string[]): Operation {
  const on = random.pick(channels);
  const chance = random.below(100);
  if (chance < 30) return publishOne(random, index);
  if (chance < 50) return consume(random, on, index, tags);
  if (chance < 56) return { do: 'cancel', on, tag: random.pick(tags.filter((tag) => tag.startsWith(on))) };
  if (chance < 63) return { do: 'qos', on, count: random.below(4), global: random.below(4) === 0 };
  if (chance < 86)
    return settle(on, random.pick(['ack', 'ack', 'requeue', 'requeue', 'nack', 'reject']), random.below(3), random.below(4) === 0);
  if (chance < 89) return { do: 'close-channel', on };
  if (chance < 92) return { do: 'get', on: 'main', queue: queueOf[on] ?? 'q0', noAck: random.below(2) === 0 };
  if (chance < 94) return settle('main', 'requeue', 0);
  if (chance < 96) return { do: 'recover', on };
  if (chance < 97) return { do: 'purge', name: 'q0' };
  if (chance < 98) return { do: 'delete-queue', name: 'q0', ifUnused: random.below(2) === 0, ifEmpty: false };
  return declareQueue('q0', random.pick(queueArguments));
}

function publishOne(random: SeededRandom, index: number): Operation {
  const options = random.below(4) === 0 ? { priority: random.below(5) } : {};
  return publish('', random.pick(['q0', 'q0', 'q0', 'q1']), `body ${index}`, options);
}

/** No tag twice: RabbitMQ counts what an earlier consumer of that name holds against the next. */
function consume(random: SeededRandom, on: string, index: number, tags: string[]): Operation {
  const options: Record<string, unknown> = { noAck: random.below(5) === 0 };
  if (random.below(12) === 0) options['exclusive'] = true;
  if (random.below(3) === 0) options['priority'] = random.pick([-1, 1, 5]);
  const tag = `${on}-${index}`;
  tags.push(tag);
  return { do: 'consume', on, queue: queueOf[on] ?? 'q0', tag, options };
}
