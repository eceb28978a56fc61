import { setTimeout as sleep } from 'node:timers/promises';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClientMethod, encodeMethodFrame } from '../../lib/amqp';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { longestAnswerMs } from '../support/longest-answer';
import { until } from '../support/poll';
import { RawConnection } from '../support/raw-connection';

/** A broker with little memory for objects, and clients that would take all of it: the process must live, and serve others. */
const heapMegabytes = 96;
const answerMaxMs = 1_000;

let broker: EmbeddedBroker;
let connection: ChannelModel;
let channel: Channel;

beforeEach(async () => {
  broker = await startEmbeddedBroker({ program: 'bundle', environment: { NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}` } });
  connection = await connect(broker.amqpUrl);
  channel = await connection.createChannel();
  await channel.assertQueue('other', { durable: true });
}, 60_000);
afterEach(async () => {
  await connection.close();
  await broker.stop();
});

async function openRaw(): Promise<RawConnection> {
  const { hostname, port } = new URL(broker.amqpUrl);
  return await RawConnection.open(hostname, Number(port));
}

const whileOtherAsks = (work: () => Promise<unknown>): Promise<number> => longestAnswerMs(channel, 'other', work);

const fields = { passive: false, durable: false, autoDelete: false, noWait: true, arguments: [] };
const floods: readonly (readonly [string, (number: number) => ClientMethod])[] = [
  ['queues', (number) => ({ name: 'queue.declare', queue: `flood-${number}`, exclusive: false, ...fields })],
  ['exchanges', (number) => ({ name: 'exchange.declare', exchange: `flood-${number}`, type: 'topic', internal: false, ...fields })],
  [
    'bindings',
    (number) => ({
      ...{ name: 'queue.bind', queue: 'other', exchange: 'amq.topic', routingKey: `flood.${number}` },
      ...{ noWait: true, arguments: [] },
    }),
  ],
];

/** Writes such methods until the broker closes the channel. @returns the reason */
async function flood(raw: RawConnection, methodOf: (number: number) => ClientMethod): Promise<string> {
  let reason: string | null = null;
  const closed = raw.receive('channel.close').then((method) => {
    reason = method.name === 'channel.close' ? `${method.replyCode} ${method.replyText}` : method.name;
  });
  for (let number = 0; reason === null; ) {
    const frames = Array.from({ length: 500 }, () => encodeMethodFrame(1, methodOf(number++)));
    raw.socket.write(Buffer.concat(frames));
    await Promise.race([raw.drained(), closed]);
    await sleep(0);
  }
  await closed;
  return reason;
}

describe('with little memory for objects', () => {
  it.each(floods)(
    'a flood of %s ends with 506, while another client is answered',
    async (_what, methodOf) => {
      const raw = await openRaw();
      let reason = '';
      const longest = await whileOtherAsks(async () => {
        reason = await flood(raw, methodOf);
      });
      expect(reason).toMatch(/^506 RESOURCE_ERROR - the broker has no memory for more queues/);
      expect(longest).toBeLessThan(answerMaxMs);
      raw.close();
    },
    60_000,
  );

  it('a consumer that never acknowledges gets what there is room for, and others their messages', async () => {
    const count = 300_000;
    for (let sent = 0; sent < count; sent += 1) {
      if (!channel.sendToQueue('other', Buffer.alloc(0))) await new Promise((resolve) => channel.once('drain', resolve));
    }
    await until('all of it to arrive', async () => (await channel.checkQueue('other')).messageCount === count, 30_000);
    const hog = await openRaw();
    let taken = 0;
    hog.tap = (type, buffer, start) => {
      if (type !== 1 || buffer.readUInt32BE(start) !== ((60 << 16) | 60)) return type !== 1;
      taken += 1;
      return true;
    };
    const consuming = { consumerTag: '', noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] };
    await hog.call({ name: 'basic.consume', queue: 'other', ...consuming }, 'basic.consume-ok');
    let before = -1;
    await until('no more to come', async () => {
      const isQuiet = taken === before;
      before = taken;
      await sleep(200);
      return isQuiet;
    });
    expect(taken).toBeGreaterThan(10_000);
    expect(taken).toBeLessThan(count);
    expect(await channel.get('other')).not.toBe(false);
    const goBack = async (): Promise<void> => {
      hog.close();
      await until('all of it to be back', async () => (await channel.checkQueue('other')).messageCount === count - 1, 30_000);
    };
    expect(await whileOtherAsks(goBack)).toBeLessThan(answerMaxMs);
  }, 120_000);

  it('a flood of delayed messages blocks its publisher until they are gone', async () => {
    await channel.assertExchange('later', 'x-delayed-message', { durable: false, arguments: { 'x-delayed-type': 'fanout' } });
    const publisher = await connect(broker.amqpUrl);
    const publishing = await publisher.createChannel();
    publishing.on('error', () => undefined); // what it still sends when the exchange is gone
    let isBlocked = false;
    publisher.on('blocked', () => (isBlocked = true));
    publisher.on('unblocked', () => (isBlocked = false));
    const flooding = async (): Promise<void> => {
      while (!isBlocked) {
        for (let count = 0; count < 1_000; count += 1)
          publishing.publish('later', '', Buffer.from('later'), { headers: { 'x-delay': 3_600_000 } });
        await sleep(1);
      }
    };
    expect(await whileOtherAsks(flooding)).toBeLessThan(answerMaxMs);
    await channel.deleteExchange('later');
    await until('the publisher to go on', () => !isBlocked, 60_000);
    await publisher.close();
  }, 120_000);
});
