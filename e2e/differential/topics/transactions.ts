import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { bind, declareExchange, declareQueue, get, publish, settle, times } from './steps';

const OPERATIONS = 45;

/** Publishes and settlements that wait for a commit, beside a channel that has none. */
export const transactions: Topic = {
  name: 'transactions',
  queues: ['q0', 'q1'],
  operations: (random) => [
    declareQueue('q0', random.pick([{}, { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'q1' }, { 'x-max-length': 3 }])),
    declareQueue('q1'),
    declareExchange('e0', 'fanout'),
    bind('q0', 'e0', ''),
    { do: 'tx-select', on: 'tx' },
    ...times(OPERATIONS, (index) => randomOperation(random, index)),
  ],
};

function randomOperation(random: SeededRandom, index: number): Operation {
  const chance = random.below(100);
  if (chance < 30) return { ...publishOne(random, index), on: random.pick(['tx', 'tx', 'main']) };
  if (chance < 45) return get('q0', 'tx');
  if (chance < 65) return settle('tx', random.pick(['ack', 'ack', 'nack', 'requeue', 'reject']), random.below(2), random.below(4) === 0);
  if (chance < 82) return { do: 'tx-commit', on: 'tx' };
  if (chance < 90) return { do: 'tx-rollback', on: 'tx' };
  if (chance < 93) return { do: 'tx-select', on: random.pick(['tx', 'main']) };
  if (chance < 95) return { do: 'tx-commit', on: 'plain' };
  if (chance < 97) return { do: 'close-channel', on: 'tx' };
  return { do: 'tx-select', on: 'tx' };
}

function publishOne(random: SeededRandom, index: number): Operation {
  const options = { mandatory: random.below(2) === 0, persistent: random.below(2) === 0 };
  return publish(random.pick(['', '', 'e0', 'missing']), random.pick(['q0', 'q0', 'q1', 'nowhere']), `body ${index}`, options);
}
