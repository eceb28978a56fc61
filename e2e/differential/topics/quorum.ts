import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { declareQueue, get, publish, settle, times } from './steps';

const OPERATIONS = 40;
const toDead = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
const queueArguments = [
  { ...toDead },
  { ...toDead, 'x-delivery-limit': 1 },
  { ...toDead, 'x-delivery-limit': 2, 'x-overflow': 'reject-publish' },
  { ...toDead, 'x-max-length': 3 },
  { 'x-max-length': 2, 'x-overflow': 'reject-publish' },
  { 'x-single-active-consumer': true },
];

/**
 * Quorum queues: counted deliveries, their limit, dead letters. One delivery comes back at a time, and from basic.get only: RabbitMQ puts
 * several in the order of their return, ahead of the rest, and 3.10 gives a consumer a credit too many for each that reached the limit.
 */
export const quorum: Topic = {
  name: 'quorum',
  queues: ['qq', 'dead'],
  operations: (random) => [
    declareQueue('qq', { 'x-queue-type': 'quorum', 'x-delivery-limit': 3, ...random.pick(queueArguments) }),
    declareQueue('dead'),
    ...times(OPERATIONS, (index) => randomOperations(random, index)).flat(),
  ],
};

function randomOperations(random: SeededRandom, index: number): Operation[] {
  const chance = random.below(100);
  const headers = random.pick([{}, { n: 1 }]);
  if (chance < 40) return [publish('', 'qq', `body ${index}`, { persistent: random.below(2) === 0, headers })];
  if (chance < 72) return [get('qq', 'a'), settle('a', random.pick(['ack', 'requeue', 'requeue', 'requeue', 'requeue', 'nack', 'reject']))];
  if (chance < 88) return [{ do: 'get', queue: random.pick(['dead', 'qq']), noAck: true }];
  if (chance < 91) return [{ do: 'purge', name: 'qq' }];
  if (chance < 94)
    return [
      { do: 'qos', on: 'c', count: 1, global: true },
      { do: 'consume', on: 'c', queue: 'qq', tag: `c-${index}`, options: {} },
    ];
  return consumeFor(index);
}

/** A consumer that takes what there is and one more, and leaves. */
const consumeFor = (index: number): Operation[] => [
  { do: 'consume', on: 'b', queue: 'qq', tag: `b-${index}`, options: { noAck: true } },
  publish('', 'qq', `consumed ${index}`),
  { do: 'close-channel', on: 'b' },
];
