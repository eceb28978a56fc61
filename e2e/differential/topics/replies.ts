import type { SeededRandom } from '@/lib/base/seeded-random';
import type { Operation, Topic } from '../operation';
import { declareExchange, declareQueue, publish, settle, times } from './steps';

const OPERATIONS = 45;
const REPLY_TO = 'amq.rabbitmq.reply-to';

/** Direct reply-to, the sender's user id, copies, and what a message's properties look like on the other side. */
export const replies: Topic = {
  name: 'replies',
  queues: ['q0', 'q1'],
  operations: (random) => [
    declareQueue('q0'),
    declareQueue('q1'),
    declareExchange('e0', 'fanout'),
    ...times(OPERATIONS, (index) => randomOperation(random, index)),
  ],
};

function randomOperation(random: SeededRandom, index: number): Operation {
  const chance = random.below(100);
  const on = random.pick(['a', 'other-b']);
  if (chance < 15) {
    return { do: 'consume', on, queue: REPLY_TO, tag: random.pick(['r', 's']), options: { noAck: random.below(6) > 0 } };
  }
  if (chance < 40) return { ...publish('', 'q0', `request ${index}`, { ...propertiesOf(random), replyTo: REPLY_TO }), on };
  if (chance < 45) return publish('', random.pick(['q0', 'q1']), `body ${index}`, propertiesOf(random));
  if (chance < 65) return { do: 'get', on: 'server', queue: random.pick(['q0', 'q0', 'q1']), noAck: false };
  if (chance < 82) return { do: 'reply', on: 'server', index: random.below(2), body: `reply ${index}` };
  if (chance < 90) return settle('server', 'ack', random.below(2));
  if (chance < 93) return { do: 'cancel', on, tag: 'r' };
  if (chance < 96) return { do: 'close-channel', on };
  return random.pick<Operation>([
    { do: 'check-queue', name: REPLY_TO },
    { do: 'purge', name: REPLY_TO },
    { do: 'delete-queue', name: REPLY_TO, ifUnused: false, ifEmpty: false },
    { do: 'get', queue: REPLY_TO, noAck: true },
    { do: 'bind', queue: REPLY_TO, exchange: 'e0', key: '', arguments: {} },
    publish('', `${REPLY_TO}.nobody`, 'lost', { mandatory: true }),
  ]);
}

const propertiesOf = (random: SeededRandom): Record<string, unknown> => ({
  ...random.pick([{}, { userId: 'guest' }, { userId: 'somebody' }, { correlationId: 'c' }, { messageId: '', type: 't' }, { timestamp: 5 }]),
  ...random.pick([{}, { CC: ['q1'] }, { BCC: ['q1'] }, { CC: 'q1' }, { headers: { n: null, list: [1, 'a', { b: true }] } }]),
  ...random.pick([{}, { appId: 'ä', contentType: 'text/plain', contentEncoding: 'gzip' }, { priority: 255 }]),
});
