import { readFileSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildContent, encodeMethodFrame, FRAME_OVERHEAD_BYTES } from '../../lib/amqp';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { longestAnswerMs } from '../support/longest-answer';
import { until } from '../support/poll';

/** Clients that take without end: they are held back or cut, and another client is answered within a second all the while. */
const answerMaxMs = 1_000;
const mebibyte = 1024 * 1024;

let broker: EmbeddedBroker;
let connection: ChannelModel;
let channel: Channel;

beforeAll(async () => {
  broker = await startEmbeddedBroker();
  connection = await connect(broker.amqpUrl);
  channel = await connection.createChannel();
  await channel.assertQueue('other', { durable: true });
}, 60_000);
afterAll(async () => {
  await connection.close();
  await broker.stop();
});

const residentBytes = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${broker.pid}/status`, 'utf8'))?.[1]) * 1024;

const whileOtherAsks = (work: () => Promise<void>): Promise<number> => longestAnswerMs(channel, 'other', work);

function rawSocket(): Socket {
  const { hostname, port } = new URL(broker.amqpUrl);
  const socket = connectSocket({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  return socket;
}

/** All of the handshake at once, as a client may that knows what will be asked. */
const greeting = Buffer.concat([
  Buffer.from('AMQP\x00\x00\x09\x01', 'latin1'),
  encodeMethodFrame(0, {
    ...{ name: 'connection.start-ok', clientProperties: [], mechanism: 'PLAIN' },
    ...{ response: Buffer.from('\0guest\0guest'), locale: 'en_US' },
  }),
  encodeMethodFrame(0, { name: 'connection.tune-ok', channelMax: 10, frameMax: 131_072, heartbeat: 0 }),
  encodeMethodFrame(0, { name: 'connection.open', virtualHost: '/' }),
  encodeMethodFrame(1, { name: 'channel.open' }),
]);

it('a peer that asks without end and never reads is not read any more', async () => {
  const question = encodeMethodFrame(1, {
    ...{ name: 'queue.declare', queue: 'other', passive: true, durable: false, exclusive: false },
    ...{ autoDelete: false, noWait: false, arguments: [] },
  });
  const questions = Buffer.concat(Array.from({ length: 2_000 }, () => question));
  const before = residentBytes();
  const socket = rawSocket();
  socket.pause();
  socket.write(greeting);
  let sentBytes = 0;
  const longest = await whileOtherAsks(async () => {
    const endsAt = performance.now() + 4_000;
    while (performance.now() < endsAt && sentBytes < 256 * mebibyte) {
      if (socket.writableNeedDrain) await sleep(5);
      else {
        socket.write(questions);
        sentBytes += questions.length;
      }
    }
  });
  expect(longest).toBeLessThan(answerMaxMs);
  expect(socket.writableNeedDrain).toBe(true);
  expect(sentBytes).toBeLessThan(64 * mebibyte);
  expect(residentBytes() - before).toBeLessThan(128 * mebibyte);
  socket.destroy();
}, 30_000);

it('two thousand peers that never finish their greeting keep nobody waiting, and are cut', async () => {
  const before = residentBytes();
  const sockets: Socket[] = [];
  const longest = await whileOtherAsks(async () => {
    for (let number = 0; number < 2_000; number += 1) {
      const socket = rawSocket();
      socket.resume();
      if (number % 2 === 0) socket.write('AMQP');
      sockets.push(socket);
      if (number % 100 === 0) await sleep(5);
    }
    await until('the handshake timeout of all', () => sockets.every(({ closed, destroyed }) => closed || destroyed), 30_000);
  });
  expect(longest).toBeLessThan(answerMaxMs);
  expect(residentBytes() - before).toBeLessThan(256 * mebibyte);
}, 60_000);

it('a transaction larger than its bound ends its connection with 506, and nothing of it is there', async () => {
  const { buffer } = buildContent({}, Buffer.alloc(mebibyte), 131_072);
  for (let at = 0; at < buffer.length; at += buffer.readUInt32BE(at + 3) + FRAME_OVERHEAD_BYTES) buffer.writeUInt16BE(1, at + 1);
  const publish = encodeMethodFrame(1, { name: 'basic.publish', exchange: '', routingKey: 'other', mandatory: false, immediate: false });
  const socket = rawSocket();
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  socket.write(Buffer.concat([greeting, encodeMethodFrame(1, { name: 'tx.select' })]));
  const longest = await whileOtherAsks(async () => {
    for (let count = 0; count < 260 && !socket.destroyed; count += 1) {
      while (socket.writableNeedDrain && !socket.destroyed) await sleep(5);
      socket.write(Buffer.concat([publish, buffer]));
    }
    await until('the broker to end it', () => heard.includes('RESOURCE_ERROR - transaction holds more than'), 20_000);
  });
  socket.destroy();
  expect(longest).toBeLessThan(answerMaxMs);
  expect((await channel.checkQueue('other')).messageCount).toBe(0);
}, 60_000);

it('connections that come and go without end leave nothing behind', async () => {
  const comeAndGo = async (count: number) => {
    for (let round = 0; round < count; round += 1) {
      const one = await connect(broker.amqpUrl);
      one.on('error', () => undefined);
      const its = await one.createChannel();
      const { queue } = await its.assertQueue('', { exclusive: true });
      await its.consume(queue, () => undefined);
      its.sendToQueue(queue, Buffer.from('held'));
      if (round % 2 === 0) await one.close();
      else (one as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    }
  };
  const atOnce = (count: number) => Promise.all(Array.from({ length: 10 }, () => comeAndGo(count / 10)));
  await atOnce(500);
  const before = residentBytes();
  const longest = await whileOtherAsks(async () => {
    await atOnce(1_500);
  });
  expect(longest).toBeLessThan(answerMaxMs);
  expect(residentBytes() - before).toBeLessThan(64 * mebibyte);
  const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
  await until('only the other client and its queue to be left', async () => {
    const answer = await fetch(`${broker.managementUrl}/api/overview`, { headers });
    const { object_totals: totals } = (await answer.json()) as { object_totals: Record<string, number> };
    return totals['connections'] === 1 && totals['channels'] === 1 && totals['queues'] === 1 && totals['consumers'] === 0;
  });
}, 60_000);
