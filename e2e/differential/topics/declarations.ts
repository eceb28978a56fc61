import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { times } from './steps';

const OPERATIONS = 70;
const queues = ['q0', 'q1'];
const exchanges = ['e0', 'e1'];
/** Every argument that RabbitMQ 3.10 knows, with what it takes and what it does not. */
const queueArguments: readonly (readonly [string, readonly unknown[]])[] = [
  ['x-queue-type', ['classic', 'quorum', 'stream', 'other', 5]],
  ['x-message-ttl', [0, 1_000, -1, '1000', 4_294_967_296, 1.5]],
  ['x-expires', [60_000, 3_600_000, 0, 'soon']],
  ['x-max-length', [0, 10, -1, 'many']],
  ['x-max-length-bytes', [0, 10, -1]],
  ['x-overflow', ['drop-head', 'reject-publish', 'reject-publish-dlx', 'explode', 5]],
  ['x-dead-letter-exchange', ['e0', '', 5]],
  ['x-dead-letter-routing-key', ['a', 5]],
  ['x-dead-letter-strategy', ['at-most-once', 'at-least-once', 'never']],
  ['x-max-priority', [0, 3, 255, 256, -1, 'high']],
  ['x-delivery-limit', [5, 0, -1, 'few']],
  ['x-single-active-consumer', [true, false, 'yes']],
  ['x-queue-mode', ['default', 'lazy', 'fast']],
  ['x-queue-version', [1, 2, 3]],
  ['x-queue-master-locator', ['client-local', 'min-masters']],
  ['x-max-age', ['1D', '1h', '5', 5]],
  ['x-stream-max-segment-size-bytes', [1_000_000, -1, 'big']],
  ['x-initial-cluster-size', [1, 0, -1]],
  ['x-quorum-initial-group-size', [1, 0, 'all']],
  ['x-unknown', [1, 'a']],
];

/** Declarations of queues and exchanges with every argument, alone and together, and again with others: what is refused, in which words. */
export const declarations: Topic = {
  name: 'declarations',
  queues,
  operations: (random) => times(OPERATIONS, () => randomOperation(random)),
};

function randomOperation(random: SeededRandom): Operation {
  const chance = random.below(100);
  if (chance < 60) return declareQueue(random);
  if (chance < 80) return declareExchange(random);
  if (chance < 92) return { do: 'delete-queue', name: random.pick(queues), ifUnused: false, ifEmpty: false };
  if (chance < 98) return { do: 'delete-exchange', name: random.pick(exchanges), ifUnused: false };
  return { do: 'check-exchange', name: random.pick(exchanges) };
}

function declareQueue(random: SeededRandom): Operation {
  const table: Record<string, unknown> = {};
  for (let count = random.below(4); count > 0; count--) {
    const [name, values] = random.pick(queueArguments);
    table[name] = random.below(3) === 0 ? random.pick(values) : values[0];
  }
  return {
    do: 'declare-queue',
    name: random.pick([...queues, ...queues, ...queues, 'amq.mine']),
    on: random.pick(['main', 'main', 'other']),
    durable: random.below(6) > 0,
    autoDelete: random.below(12) === 0,
    exclusive: random.below(12) === 0,
    arguments: table,
  };
}

function declareExchange(random: SeededRandom): Operation {
  return {
    do: 'declare-exchange',
    name: random.pick([...exchanges, ...exchanges, '', 'amq.direct', 'amq.mine']),
    type: random.pick(['direct', 'direct', 'topic', 'fanout', 'headers', 'nonsense']),
    options: {
      durable: random.below(4) > 0,
      autoDelete: random.below(8) === 0,
      internal: random.below(8) === 0,
      arguments: random.pick([
        {},
        {},
        { 'alternate-exchange': 'e1' },
        { 'alternate-exchange': 'e0' },
        { 'alternate-exchange': 5 },
        { 'x-own': 1 },
      ]),
    },
  };
}
