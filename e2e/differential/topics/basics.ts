import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';

const OPERATIONS = 80;
const queues = ['q0', 'q1', 'q2'];
const exchanges = ['e0', 'e1', 'e2'];
const keys = ['a', 'a.b', 'a.b.c', 'b', '', 'q0'];
const patterns = ['a', 'a.*', '#', 'a.#', '*.b', '*.*.c', ''];

/** Arguments as programs use them, and some as they should not. Times are none or long: what expires meanwhile would be chance. */
const queueArguments: readonly Record<string, unknown>[] = [
  {},
  {},
  { 'x-message-ttl': 0 },
  { 'x-max-length': 2 },
  { 'x-max-length': 2, 'x-overflow': 'reject-publish' },
  { 'x-max-length-bytes': 20 },
  { 'x-max-priority': 3 },
  { 'x-dead-letter-exchange': 'e0', 'x-dead-letter-routing-key': 'a.b' },
  { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'q1', 'x-max-length': 1 },
  { 'x-dead-letter-exchange': 'e1', 'x-message-ttl': 0 },
  { 'x-message-ttl': -1 },
  { 'x-max-length': 'many' },
  { 'x-overflow': 'explode' },
  { 'x-dead-letter-routing-key': 'orphan' },
  { 'x-expires': 0 },
  { 'x-max-priority': 300 },
  { 'x-single-active-consumer': true },
  { 'x-unknown': 1 },
];

/** Declarations, bindings, publishes, gets and settlements, valid and invalid, with every answer and dead letters. */
export const basics: Topic = {
  name: 'basics',
  queues,
  operations: (random) => [...start(random), ...Array.from({ length: OPERATIONS }, (_, index) => randomOperation(random, index))],
};

const start = (random: SeededRandom): Operation[] => [
  ...exchanges.map((name, index) => ({
    do: 'declare-exchange' as const,
    name,
    type: ['direct', 'topic', 'fanout'][index] ?? 'direct',
    options: {},
  })),
  ...queues.map((name) => ({
    do: 'declare-queue' as const,
    name,
    durable: true,
    autoDelete: false,
    arguments: random.pick(queueArguments.slice(0, 10)),
  })),
];

function randomOperation(random: SeededRandom, index: number): Operation {
  const queue = random.pick(queues);
  const exchange = random.pick(exchanges);
  const chance = random.below(100);
  if (chance < 30) return publish(random, index);
  if (chance < 45) return { do: 'get', queue, noAck: random.below(5) === 0 };
  if (chance < 60)
    return {
      do: 'settle',
      how: random.pick(['ack', 'nack', 'requeue', 'requeue', 'reject']),
      index: random.below(6),
      multiple: random.below(4) === 0,
    };
  if (chance < 70) return { do: random.below(4) === 0 ? 'unbind' : 'bind', queue, exchange, key: random.pick(patterns), arguments: {} };
  if (chance < 73) return { do: 'bind-exchange', destination: exchange, source: random.pick(exchanges), key: random.pick(patterns) };
  if (chance < 82) return { do: 'check-queue', name: random.pick([...queues, 'missing']) };
  if (chance < 84) return { do: 'check-exchange', name: random.pick([...exchanges, 'missing']) };
  if (chance < 89)
    return {
      do: 'declare-queue',
      name: queue,
      durable: random.below(6) > 0,
      autoDelete: random.below(10) === 0,
      arguments: random.pick(queueArguments),
    };
  if (chance < 92)
    return {
      do: 'declare-exchange',
      name: random.pick([...exchanges, 'amq.mine', 'e3']),
      type: random.pick(['direct', 'topic', 'fanout', 'headers', 'nonsense']),
      options: random.pick([{}, { durable: false }, { internal: true }]),
    };
  if (chance < 94) return { do: 'purge', name: queue };
  if (chance < 96) return { do: 'delete-queue', name: queue, ifUnused: random.below(2) === 0, ifEmpty: random.below(2) === 0 };
  if (chance < 97) return { do: 'delete-exchange', name: exchange, ifUnused: random.below(2) === 0 };
  return { do: 'recover' };
}

function publish(random: SeededRandom, index: number): Operation {
  const options: Record<string, unknown> = { persistent: random.below(2) === 0, mandatory: random.below(2) === 0 };
  if (random.below(4) === 0) options['priority'] = random.below(6);
  if (random.below(6) === 0) options['expiration'] = random.pick(['0', '0', '60000', 'soon']);
  if (random.below(6) === 0) options['headers'] = { n: index, CC: ['a.b'] };
  if (random.below(31) === 0) options['userId'] = random.pick(['guest', 'somebody']);
  return {
    do: 'publish',
    exchange: random.pick(['', '', ...exchanges, 'missing']),
    key: random.pick([...keys, ...queues]),
    body: `body ${index}`,
    options,
  };
}
