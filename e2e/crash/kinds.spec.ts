import { type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { until } from '../support/poll';

/** What each kind of queue and exchange promises beside its messages, through kill -9 of a broker that was told to confirm. */
let broker: EmbeddedBroker;
let connection: ChannelModel;
let channel: ConfirmChannel;

beforeEach(async () => {
  broker = await startEmbeddedBroker();
  await open();
});
afterEach(() => broker.stop());

async function open(): Promise<void> {
  connection = await connect(broker.amqpUrl);
  connection.on('error', () => undefined);
  channel = await connection.createConfirmChannel();
  channel.on('error', () => undefined);
}

async function killAndRestart(): Promise<void> {
  await broker.kill9();
  await broker.restart();
  await open();
}

const numberOf = ({ content }: { content: Buffer }): number => Number(content.toString());
const persistent = (headers: Record<string, unknown> = {}) => ({ persistent: true, headers });

/** Consumes until `count` messages are there; each is acknowledged. */
async function consumed(from: Channel, queue: string, count: number, args: Record<string, unknown> = {}): Promise<ConsumeMessage[]> {
  const seen: ConsumeMessage[] = [];
  const onMessage = (message: ConsumeMessage | null) => {
    if (message === null) return;
    seen.push(message);
    from.ack(message);
  };
  const { consumerTag } = await from.consume(queue, onMessage, { arguments: args });
  await until(`${count} messages of ${queue}`, () => seen.length >= count, 30_000);
  await from.cancel(consumerTag);
  return seen;
}

it('delayed messages come when they are due, each once, though the broker died while they waited', async () => {
  const count = 60;
  await channel.assertExchange('later', 'x-delayed-message', { durable: true, arguments: { 'x-delayed-type': 'direct' } });
  await channel.assertQueue('due', { durable: true });
  await channel.bindQueue('due', 'later', 'k');
  const publishedAtMs = Date.now();
  const delayOf = (number: number): number => (number < count / 2 ? 200 + number * 10 : 6_000 + (count - number) * 10);
  for (let number = 0; number < count; number += 1)
    channel.publish('later', 'k', Buffer.from(String(number)), persistent({ 'x-delay': delayOf(number) }));
  await channel.waitForConfirms();
  await until('half of them to be due', async () => (await channel.checkQueue('due')).messageCount >= count / 2, 10_000);
  await killAndRestart();
  expect((await channel.checkQueue('due')).messageCount).toBeLessThan(count);
  const seen = await consumed(channel, 'due', count);
  expect(Date.now() - publishedAtMs).toBeGreaterThanOrEqual(6_000);
  const numbers = seen.map(numberOf);
  const dueOrder = Array.from({ length: count }, (_, number) => number).toSorted((a, b) => delayOf(a) - delayOf(b));
  expect(numbers).toEqual(dueOrder);
  expect((await channel.checkQueue('due')).messageCount).toBe(0);
}, 60_000);

it('a stream keeps its confirmed messages and goes on with its offsets', async () => {
  await channel.assertQueue('log', { durable: true, arguments: { 'x-queue-type': 'stream' } });
  await channel.prefetch(100);
  const publish = async (from: number, to: number) => {
    for (let number = from; number < to; number += 1) channel.sendToQueue('log', Buffer.from(String(number)), persistent());
    await channel.waitForConfirms();
  };
  for (const [round, from] of [0, 400, 800].entries()) {
    await publish(from, from + 400);
    await killAndRestart();
    await channel.prefetch(100);
    const seen = await consumed(channel, 'log', from + 400, { 'x-stream-offset': 'first' });
    expect(seen.map(numberOf), `round ${round}`).toEqual(Array.from({ length: from + 400 }, (_, number) => number));
    expect(seen.map(({ properties }) => Number(properties.headers?.['x-stream-offset']))).toEqual(seen.map(numberOf));
  }
}, 60_000);

it('a quorum queue remembers how often a message was returned, so that a poison message still ends', async () => {
  const arguments_ = { 'x-queue-type': 'quorum', 'x-delivery-limit': 3, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
  await channel.assertQueue('dead', { durable: true });
  await channel.assertQueue('jobs', { durable: true, arguments: arguments_ });
  channel.sendToQueue('jobs', Buffer.from('poison'), persistent());
  await channel.waitForConfirms();
  const counts: number[] = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const message = await channel.get('jobs');
    expect(message).not.toBe(false);
    if (message === false) return;
    counts.push(Number(message.properties.headers?.['x-delivery-count'] ?? 0));
    channel.nack(message, false, true);
    await channel.checkQueue('jobs');
    channel.sendToQueue('dead', Buffer.from('barrier'), persistent()); // its confirm says that what came before is on disk
    await channel.waitForConfirms();
    await channel.purgeQueue('dead');
    if (attempt < 3) await killAndRestart();
  }
  expect(counts).toEqual([0, 1, 2, 3]);
  expect((await channel.checkQueue('jobs')).messageCount).toBe(0);
}, 60_000);

it('dead-lettering at least once loses nothing when the broker dies in the middle of it', async () => {
  const count = 600;
  const deadLettering = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead', 'x-dead-letter-strategy': 'at-least-once' };
  await channel.assertQueue('dead', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.assertQueue('jobs', {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-overflow': 'reject-publish', ...deadLettering },
  });
  for (let number = 0; number < count; number += 1) channel.sendToQueue('jobs', Buffer.from(String(number)), persistent());
  await channel.waitForConfirms();
  let rejectedCount = 0;
  await channel.prefetch(20);
  const onMessage = (message: ConsumeMessage | null) => {
    if (message === null) return;
    rejectedCount += 1;
    channel.nack(message, false, false);
  };
  await channel.consume('jobs', onMessage);
  await until('some to be rejected', () => rejectedCount >= count / 3, 20_000);
  await killAndRestart();
  const left = (await channel.checkQueue('jobs')).messageCount;
  const dead = (await channel.checkQueue('dead')).messageCount;
  const seen = new Set([...(await consumed(channel, 'dead', dead)), ...(await consumed(channel, 'jobs', left))].map(numberOf));
  expect(seen.size).toBe(count);
}, 60_000);
