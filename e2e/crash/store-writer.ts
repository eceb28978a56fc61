import { Message } from '../../lib/broker/message';
import { QueueEntry } from '../../lib/broker/queue-entry';
import { openStores } from '../../lib/broker/store/open-stores';

/**
 * Publishes and acknowledges on the durable stores until it is killed, and says on stdout what it was promised:
 * `start <clean> <count>`, `confirmed <sequence>`, `acknowledged <sequence>`, `declared <number>`.
 */
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: store-writer <data directory>');

const queueId = 1;
const inFlightMax = 500;
const waitingCountMax = 2_000;
const stores = openStores(directory, { segmentSizeBytes: 1_048_576 });
const recovery = stores.messages.recover();
const survivors = recovery.queues.get(queueId);
const live: QueueEntry[] = [];
let sequence = Number(process.argv[3] ?? 0);
let confirmed = sequence;

for (let row = 0; row < (survivors?.count ?? 0); row++) {
  const location = { segment: survivors?.segment[row] ?? 0, slot: survivors?.slot[row] ?? 0 };
  const message = stores.messages.load(queueId, location);
  const expected = survivors?.sequence[row] ?? -1;
  if (message === null) throw new Error(`message ${expected} is garbled`);
  const text = message.buffer.toString('latin1', message.start, message.end);
  if (text !== bodyOf(expected)) throw new Error(`message ${expected} holds something else: ${text.slice(0, 40)}`);
  live.push(Object.assign(new QueueEntry(message, expected, 0), location));
}
const declared = [...(stores.definitions.load().get('queue')?.keys() ?? [])].map(Number);
console.log(`start ${recovery.wasClean} ${[...live.map((entry) => entry.sequence)].join(',')} ${declared.join(',')}`);

function bodyOf(number: number): string {
  return `message ${number} `.repeat(1 + (number % 40));
}

function publishSome(): void {
  const { messages } = stores;
  let group = 0;
  for (let count = 0; count < 20 && sequence - confirmed < inFlightMax; count++) {
    sequence += 1;
    const body = Buffer.from(bodyOf(sequence), 'latin1');
    const message = new Message('', 'crash', body, 0, body.length, body.length, body.length, 1, 0, -1);
    const entry = new QueueEntry(message, sequence, Date.now());
    group = messages.append(message, [queueId], [entry]);
    live.push(entry);
  }
  const upTo = sequence;
  if (group > 0) {
    messages.whenDurable(group, () => {
      confirmed = upTo;
      console.log(`confirmed ${upTo}`);
    });
  }
}

/** The oldest of what waits. Far enough behind that the reader has mostly seen their confirms before. */
function acknowledgeSome(): void {
  const { messages } = stores;
  const count = Math.max(0, live.length - waitingCountMax);
  let last = 0;
  for (const entry of live.splice(0, count)) {
    messages.acknowledge(queueId, entry);
    last = entry.sequence;
  }
  if (last > 0) messages.whenDurable(messages.openGroup, () => console.log(`acknowledged ${last}`));
}

function declareOne(): void {
  const number = sequence;
  stores.definitions.put('queue', String(number), { durable: true, number });
  stores.definitions.whenDurable(() => console.log(`declared ${number}`));
}

let turn = 0;
function go(): void {
  publishSome();
  if (turn % 3 === 0) acknowledgeSome();
  if (turn % 50 === 0) declareOne();
  turn += 1;
  setImmediate(go);
}
// A directory with messages and no definitions is refused; a broker has some before it takes the first message.
declareOne();
stores.definitions.whenDurable(go);
