import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { bind, declareExchange, declareQueue, get, publish, settle, times } from './steps';

const ROUNDS = 4;
/** Longer than every short expiry below. What takes longer under load is awaited by the comparison. */
const EXPIRED_MS = 250;
const short = ['1', '40', '80'];

/**
 * Messages that expire, in queues that dead-letter them, some into a queue where they expire anew. Nothing is taken while something may
 * expire: what is left then does not depend on the moment.
 */
export const expiry: Topic = {
  name: 'expiry',
  queues: ['q0', 'q1', 'dead'],
  operations: (random) => [
    declareExchange('letters', 'topic'),
    declareQueue('q0', { ...random.pick([{}, { 'x-message-ttl': 60 }]), 'x-dead-letter-exchange': 'letters' }),
    declareQueue('q1', {
      'x-message-ttl': 30,
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': random.pick(['dead', 'q1', 'q0']),
    }),
    declareQueue('dead'),
    bind(random.pick(['q1', 'dead']), 'letters', '#'),
    ...times(ROUNDS, (round) => roundOf(random, round)).flat(),
  ],
};

const roundOf = (random: SeededRandom, round: number): Operation[] => [
  ...times(4, (index) => publishOne(random, `body ${round}.${index}`)),
  { do: 'wait', ms: EXPIRED_MS },
  get('dead'),
  get('q0'),
  settle('main', random.pick(['ack', 'reject', 'requeue']), 0),
  { do: 'wait', ms: EXPIRED_MS },
];

function publishOne(random: SeededRandom, body: string): Operation {
  const options: Record<string, unknown> = { persistent: random.below(2) === 0 };
  if (random.below(3) > 0) options['expiration'] = random.pick([...short, '3600000', '0']);
  return publish('', random.pick(['q0', 'q0', 'q1']), body, options);
}
