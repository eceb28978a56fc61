import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { declareExchange, declareQueue, get, publish, times } from './steps';

const OPERATIONS = 60;
const queues = ['q0', 'q1', 'q2'];
const names = ['a', 'b', 'x-c'];
const values: readonly unknown[] = [
  5,
  '5',
  { '!': 'double', value: 5 },
  { '!': 'float', value: 5 },
  { '!': 'timestamp', value: 5 },
  5.5,
  true,
  'true',
  null,
  '',
  [5],
  { inner: 5 },
  Buffer.from('5'),
];
/** The same five in other types that clients send it in. Two bindings that differ by such a type only are one to Warren. */
const sentValues: readonly unknown[] = [...values, { '!': 'int64', value: 5 }, { '!': 'int32', value: 5 }, [{ '!': 'int64', value: 5 }]];

/** The headers exchange: every mode of x-match over values of every type. */
export const headers: Topic = {
  name: 'headers',
  queues,
  operations: (random) => [
    declareExchange('h', 'headers'),
    ...queues.map((name) => declareQueue(name)),
    ...times(OPERATIONS, (index) => randomOperation(random, index)),
  ],
};

function tableOf(random: SeededRandom, choices: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.filter(() => random.below(2) === 0).map((name) => [name, random.pick(choices)]));
}

function randomOperation(random: SeededRandom, index: number): Operation {
  const chance = random.below(100);
  const queue = random.pick(queues);
  if (chance < 50) return publish('h', '', `body ${index}`, { headers: tableOf(random, sentValues), mandatory: true });
  if (chance < 90) {
    const mode = random.pick(['all', 'all', 'any', 'any', 'all-with-x', 'any-with-x', 'some', 5, 'none']);
    const table = { ...(mode === 'none' ? {} : { 'x-match': mode }), ...tableOf(random, values) };
    return { do: random.below(5) === 0 ? 'unbind' : 'bind', queue, exchange: 'h', key: random.pick(['', 'k']), arguments: table };
  }
  return get(queue);
}
