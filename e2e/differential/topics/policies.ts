import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { bind, declareExchange, declareQueue, get, publish, settle, type Table, times } from './steps';

const OPERATIONS = 45;
const queueArguments = [
  {},
  { 'x-max-length': 3 },
  { 'x-max-length': 2, 'x-overflow': 'reject-publish' },
  { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'q1' },
  { 'x-message-ttl': 3_600_000 },
];
const definitions: readonly Table[] = [
  { 'max-length': 2 },
  { 'max-length': 4, 'dead-letter-exchange': '', 'dead-letter-routing-key': 'dead' },
  { 'max-length': 1, overflow: 'reject-publish' },
  { 'max-length-bytes': 20 },
  { 'message-ttl': 7_200_000 },
  { 'dead-letter-exchange': 'e1' },
  { 'alternate-exchange': 'e1' },
  { 'alternate-exchange': 'e1', 'max-length': 3 },
  { expires: 3_600_000 },
  { 'queue-mode': 'lazy' },
  { 'max-length': -1 },
  { 'max-length': 'many' },
  { overflow: 'explode' },
  { 'no-such-key': 1 },
  {},
];
const operatorDefinitions: readonly Table[] = [
  { 'max-length': 1 },
  { 'max-length': 3 },
  { 'message-ttl': 1_800_000 },
  { 'max-length-bytes': 30, expires: 1_800_000 },
  { 'dead-letter-exchange': 'e1' },
  { overflow: 'reject-publish' },
];

/** Policies and operator policies that come and go over queues with arguments of their own and messages in them. */
export const policies: Topic = {
  name: 'policies',
  queues: ['q0', 'q1', 'dead', 'caught'],
  operations: (random) => [
    declareExchange('e0', 'direct'),
    declareExchange('e1', 'fanout'),
    declareQueue('q0', random.pick(queueArguments)),
    declareQueue('q1', random.pick(queueArguments.slice(0, 3))),
    declareQueue('dead'),
    declareQueue('caught'),
    bind('q0', 'e0', 'a'),
    bind('caught', 'e1', ''),
    ...times(OPERATIONS, (index) => randomOperation(random, index)),
  ],
};

function randomOperation(random: SeededRandom, index: number): Operation {
  const chance = random.below(100);
  if (chance < 45)
    return publish(random.pick(['', '', 'e0']), random.pick(['q0', 'q0', 'q1', 'a', 'nowhere']), `body ${index}`, { mandatory: true });
  if (chance < 52) return get(random.pick(['q0', 'q1']));
  if (chance < 60) return settle('main', random.pick(['ack', 'nack', 'requeue', 'reject']), random.below(2));
  if (chance < 82) return setPolicy(random);
  if (chance < 88) return { do: 'delete-policy', kind: random.pick(['policies', 'operator-policies']), name: nameOf(random) };
  if (chance < 92) return { do: 'purge', name: 'q0' };
  if (chance < 96) return { do: 'delete-queue', name: 'q0', ifUnused: false, ifEmpty: false };
  return declareQueue('q0', random.pick(queueArguments));
}

const nameOf = (random: SeededRandom): string => `p${random.below(3)}`;

function setPolicy(random: SeededRandom): Operation {
  const isOperator = random.below(3) === 0;
  return {
    do: 'set-policy',
    kind: isOperator ? 'operator-policies' : 'policies',
    name: nameOf(random),
    policy: {
      pattern: random.pick(['^q', '^q0$', '.*', '^e', 'none']),
      definition: random.pick(isOperator ? operatorDefinitions : definitions),
      priority: random.below(1_000_000), // RabbitMQ does not say which of two equal ones counts,
      'apply-to': random.pick(['all', 'all', 'queues', 'exchanges']),
    },
  };
}
