import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { declareExchange, declareQueue, get, publish, times } from './steps';

const OPERATIONS = 60;
const queues = ['q0', 'q1', 'q2'];
const exchanges = ['direct', 'fanout', 'topic', 'headers', 'inner', 'spare'];
const keys = ['a', 'a.b', 'a.b.c', 'b', '', 'a..b', '.', 'ä.ö', 'a.b.c.d.e'];
const patterns = [...keys, '#', '*', 'a.#', '#.c', '*.b', 'a.*.c', '#.#', '*.#', '#.b.#', 'a.#.#.e', '..', '*.*'];

/** Exchanges bound to each other in any shape, alternate exchanges, copies by CC and BCC, mandatory returns. */
export const routing: Topic = {
  name: 'routing',
  queues,
  operations: (random) => [
    ...['direct', 'fanout', 'topic', 'headers'].map((type) => declareExchange(type, type, alternate(random))),
    declareExchange('inner', random.pick(['direct', 'topic', 'fanout']), { internal: true, ...alternate(random) }),
    declareExchange('spare', 'fanout', { autoDelete: random.below(2) === 0 }),
    ...queues.map((name) => declareQueue(name)),
    ...times(OPERATIONS, (index) => randomOperation(random, index)),
  ],
};

const alternate = (random: SeededRandom) => (random.below(3) === 0 ? { alternateExchange: random.pick([...exchanges, 'missing']) } : {});

function randomOperation(random: SeededRandom, index: number): Operation {
  const exchange = random.pick(exchanges);
  const key = random.pick(patterns);
  const chance = random.below(100);
  if (chance < 40) return publishOne(random, `body ${index}`);
  if (chance < 58) return { do: random.below(5) === 0 ? 'unbind' : 'bind', queue: random.pick(queues), exchange, key, arguments: {} };
  if (chance < 78) {
    return { do: random.below(5) === 0 ? 'unbind-exchange' : 'bind-exchange', destination: random.pick(exchanges), source: exchange, key };
  }
  if (chance < 92) return get(random.pick(queues));
  if (chance < 94) return { do: 'delete-exchange', name: exchange, ifUnused: random.below(2) === 0 };
  if (chance < 96) return { do: 'delete-queue', name: random.pick(queues), ifUnused: false, ifEmpty: false };
  if (chance < 98) return declareQueue(random.pick(queues));
  return declareExchange(exchange, random.pick(['direct', 'fanout', 'topic']), alternate(random));
}

function publishOne(random: SeededRandom, body: string): Operation {
  const options: Record<string, unknown> = { mandatory: random.below(2) === 0 };
  if (random.below(6) === 0) options['CC'] = random.pick([['a'], ['a.b', 'b'], [''], 'a']);
  if (random.below(8) === 0) options['BCC'] = random.pick([['a'], ['a.b', 'b']]);
  return publish(random.pick(exchanges), random.pick(keys), body, options);
}
