import { connect } from 'amqplib';
import { afterEach, expect, it } from 'vitest';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { until } from '../support/poll';

/**
 * A client publishes with confirms, another consumes and acknowledges, and the broker is killed under both. Afterwards
 * everything confirmed is there or was acknowledged, in order, and whatever was delivered before comes back flagged.
 */
const rounds = 4;
const bodySizesBytes = [16, 1_000, 40_000];

let broker: EmbeddedBroker | null = null;
afterEach(async () => {
  await broker?.stop();
  broker = null;
});

type Traffic = {
  readonly confirmed: Set<number>;
  readonly acknowledged: Set<number>;
  readonly delivered: Set<number>;
  lastNumber: number;
};

const bodyOf = (number: number): Buffer => {
  const body = Buffer.alloc(bodySizesBytes[number % bodySizesBytes.length]!, number & 0xff);
  body.writeUInt32BE(number, 0);
  return body;
};

/** Publishes and consumes until `confirmCount` more are confirmed, then kills the broker under both clients. */
async function trafficUntilKilled(running: EmbeddedBroker, traffic: Traffic, confirmCount: number): Promise<void> {
  const connection = await connect(running.amqpUrl);
  connection.on('error', () => undefined);
  const publisher = await connection.createConfirmChannel();
  const consumer = await connection.createChannel();
  for (const channel of [publisher, consumer]) channel.on('error', () => undefined);
  await publisher.assertQueue('crash', { durable: true });
  await consumer.prefetch(50);
  await consumer.consume('crash', (message) => {
    if (message === null) return;
    const number = message.content.readUInt32BE(0);
    traffic.delivered.add(number);
    // Every third one waits for ever.
    if (number % 3 === 0) return;
    consumer.ack(message);
    traffic.acknowledged.add(number);
  });
  let confirmedNow = 0;
  const pump = setInterval(() => {
    for (let count = 0; count < 20; count++) {
      const number = ++traffic.lastNumber;
      publisher.sendToQueue('crash', bodyOf(number), { persistent: true }, (error) => {
        if (error !== null) return;
        traffic.confirmed.add(number);
        confirmedNow += 1;
      });
    }
  }, 2);
  try {
    await until(`${confirmCount} confirms`, () => confirmedNow >= confirmCount, 60_000);
  } finally {
    clearInterval(pump);
    await running.kill9();
  }
}

/** Everything that waits, in order, with its redelivered flag; left in the queue. */
async function readAll(running: EmbeddedBroker): Promise<{ number: number; isRedelivered: boolean }[]> {
  const connection = await connect(running.amqpUrl);
  const channel = await connection.createChannel();
  const { messageCount } = await channel.checkQueue('crash');
  const seen: { number: number; isRedelivered: boolean }[] = [];
  await channel.consume('crash', (message) => {
    if (message === null) return;
    const number = message.content.readUInt32BE(0);
    expect(message.content.equals(bodyOf(number))).toBe(true);
    seen.push({ number, isRedelivered: message.fields.redelivered });
  });
  await until('all that waits', () => seen.length >= messageCount, 60_000);
  await connection.close();
  return seen;
}

it('keeps every confirmed message through kill -9 under traffic, in order, flagged when it was delivered', async () => {
  const running = await startEmbeddedBroker();
  broker = running;
  const traffic: Traffic = { confirmed: new Set(), acknowledged: new Set(), delivered: new Set(), lastNumber: 0 };
  for (let round = 0; round < rounds; round++) {
    await trafficUntilKilled(running, traffic, 300 + round * 700);
    await running.restart();
    const survivors = await readAll(running);
    const numbers = survivors.map(({ number }) => number);
    const present = new Set(numbers);
    expect(present.size).toBe(numbers.length);
    expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    const lost = [...traffic.confirmed].filter((number) => !present.has(number) && !traffic.acknowledged.has(number));
    expect(lost).toEqual([]);
    const unflagged = survivors.filter(({ number, isRedelivered }) => traffic.delivered.has(number) && !isRedelivered);
    expect(unflagged).toEqual([]);
    // From here on it is as if all of them had been published and delivered just now.
    for (const number of numbers) {
      traffic.confirmed.add(number);
      traffic.delivered.add(number);
      traffic.acknowledged.delete(number);
    }
  }
}, 180_000);
