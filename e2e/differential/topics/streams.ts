import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { bind, declareExchange, declareQueue, publish, settle, times } from './steps';

const OPERATIONS = 16;
const offsets: readonly unknown[] = ['first', 'last', 'next', 0, 3, 1_000, '1h', '7D', { '!': 'timestamp', value: 0 }];

/** More than is ever out: RabbitMQ delivers a chunk whole, whatever is left of the prefetch. */
const PREFETCH = 200;

/** Streams: several readers from every kind of offset, and what a log refuses. */
export const streams: Topic = {
  name: 'streams',
  queues: ['s0'],
  unlisted: 'RabbitMQ 3.10 goes on listing the readers of a connection that an error closed',
  operations: (random) => [
    declareQueue('s0', { 'x-queue-type': 'stream', ...random.pick([{}, { 'x-max-age': '1D' }, { 'x-max-length-bytes': 1_000_000_000 }]) }),
    declareExchange('e0', 'fanout'),
    bind('s0', 'e0', ''),
    ...times(OPERATIONS, (index) => randomOperations(random, index)).flat(),
  ],
};

function randomOperations(random: SeededRandom, index: number): Operation[] {
  const on = random.pick(['a', 'b', 'other-c']);
  const chance = random.below(100);
  if (chance < 50) return [publish(random.pick(['', 'e0']), 's0', `body ${index}`, { headers: random.pick([{}, { n: index }]) })];
  if (chance < 70) return consumeAnew(random, on, index);
  if (chance < 88) return [settle(on, random.below(12) === 0 ? 'requeue' : 'ack', random.below(2), random.below(3) === 0)];
  if (chance < 91) return [{ do: 'consume', on: 'other-d', queue: 's0', tag: 'd', options: {} }];
  if (chance < 94) return [{ do: 'get', on: 'other-d', queue: 's0', noAck: false }];
  if (chance < 97) return [{ do: 'purge', on: 'other-d', name: 's0' }];
  return [{ do: 'consume', on: 'other-d', queue: 's0', tag: 'd', options: { noAck: true } }];
}

/** One reader a channel: which of two is served first is chance. */
function consumeAnew(random: SeededRandom, on: string, index: number): Operation[] {
  const options = random.below(6) === 0 ? {} : { arguments: { 'x-stream-offset': random.pick(offsets) } };
  return [
    { do: 'close-channel', on },
    { do: 'qos', on, count: PREFETCH, global: false },
    { do: 'consume', on, queue: 's0', tag: `${on}-${index}`, options },
  ];
}
