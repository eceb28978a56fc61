// Goal: bodies of no bytes and of the most that is allowed come back as they went, through real sockets and the store; one byte more
// is refused.
import amqplib from 'amqplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';

const bodyMaxBytes = 134_217_728;
let broker: EmbeddedBroker;
beforeAll(async () => {
  broker = await startEmbeddedBroker();
});
afterAll(async () => {
  await broker?.stop();
});

it('carries bodies of 0 bytes and of 128 MiB through the store and a restart', async () => {
  const large = Buffer.alloc(bodyMaxBytes);
  for (let at = 0; at < large.length; at += 65_536) large.writeUInt32BE(at, at);
  const connection = await amqplib.connect(broker.amqpUrl);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue('large', { durable: true });
  for (const body of [Buffer.alloc(0), large]) channel.sendToQueue('large', body, { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
  await broker.kill9();
  await broker.restart();
  const again = await amqplib.connect(broker.amqpUrl);
  const reader = await again.createChannel();
  const first = await reader.get('large', { noAck: true });
  expect(first !== false && first.content.length).toBe(0);
  const second = await reader.get('large', { noAck: true });
  expect(second !== false && second.content.equals(large)).toBe(true);
  await again.close();
});

it('refuses a body of one byte more with 406, and serves others', async () => {
  const connection = await amqplib.connect(broker.amqpUrl);
  const channel = await connection.createChannel();
  const closed = new Promise<Error>((resolve) => channel.on('error', resolve));
  channel.sendToQueue('large', Buffer.alloc(bodyMaxBytes + 1));
  expect((await closed).message).toContain(`message size ${bodyMaxBytes + 1} is larger than configured max size ${bodyMaxBytes}`);
  // amqplib writes nothing more on this connection once so large a publish was cut short: ask on another one.
  const other = await amqplib.connect(broker.amqpUrl);
  const next = await other.createChannel();
  expect((await next.checkQueue('large')).messageCount).toBe(0);
  await other.close();
  connection.on('error', () => undefined); // told 320 when the broker stops
});
