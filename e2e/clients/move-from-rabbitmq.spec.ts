/**
 * Goal: a RabbitMQ that runs already can hand its work over to the embedded broker, and take from it, with its own plug-ins: their
 * Erlang client can't tell the difference. Method: a real RabbitMQ with shovels and federation links to a real broker.
 */
import amqp, { type Channel, type ChannelModel } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { until } from '../support/poll';
import { type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';

const COUNT = 500;
let ours: EmbeddedBroker;
let rabbitmq: RabbitmqServer;
const connections: ChannelModel[] = [];
let here: Channel;
let there: Channel;

beforeAll(async () => {
  [ours, rabbitmq] = await Promise.all([startEmbeddedBroker(), startRabbitmq({ plugins: ['rabbitmq_shovel', 'rabbitmq_federation'] })]);
  [here, there] = (await Promise.all([ours.amqpUrl, rabbitmq.amqpUrl].map(openChannel))) as [Channel, Channel];
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close().catch(() => {})));
  await Promise.all([ours?.stop(), rabbitmq?.stop()]);
});

async function openChannel(url: string): Promise<Channel> {
  const connection = await amqp.connect(url);
  connections.push(connection);
  return await connection.createChannel();
}

const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' };

async function tellRabbitmq(path: string, body: object): Promise<void> {
  const answer = await fetch(`${rabbitmq.managementUrl}/api/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect(answer.ok, await answer.text()).toBe(true);
}

/** Once a link runs, it has bound a queue of its own to the exchange upstream. */
async function isFederated(exchange: string): Promise<boolean> {
  const answer = await fetch(`${ours.managementUrl}/api/exchanges/%2F/${exchange}/bindings/source`, { headers });
  return ((await answer.json()) as unknown[]).length > 0;
}

const countIn = async (channel: Channel, queue: string): Promise<number> => (await channel.checkQueue(queue)).messageCount;
const fill = (channel: Channel, exchange: string, key: string): void => {
  for (let number = 0; number < COUNT; number++)
    channel.publish(exchange, key, Buffer.from(`body ${number}`), { persistent: true, headers: { number, list: ['a', { b: null }] } });
};

async function expectAllIn(channel: Channel, queue: string): Promise<void> {
  await until(`all messages in ${queue}`, async () => (await countIn(channel, queue)) === COUNT, 20_000);
  for (let number = 0; number < COUNT; number++) {
    const message = await channel.get(queue, { noAck: true });
    expect(message && [message.content.toString(), message.properties.headers?.['number'], message.properties.headers?.['list']]).toEqual([
      `body ${number}`,
      number,
      ['a', { b: null }],
    ]);
  }
}

describe("RabbitMQ's own plug-ins", () => {
  it('shovel messages to the embedded broker and back, acknowledged on confirm', async () => {
    for (const channel of [here, there]) await channel.assertQueue('moved');
    await here.assertQueue('fetched');
    await there.assertQueue('fetched');
    fill(there, '', 'moved');
    fill(here, '', 'fetched');
    const between = (source: string, target: string, queue: string) => ({
      value: {
        'src-protocol': 'amqp091',
        'src-uri': source,
        'src-queue': queue,
        'dest-protocol': 'amqp091',
        'dest-uri': target,
        'dest-queue': queue,
        'ack-mode': 'on-confirm',
      },
    });
    await tellRabbitmq('parameters/shovel/%2F/out', between(rabbitmq.amqpUrl, ours.amqpUrl, 'moved'));
    await tellRabbitmq('parameters/shovel/%2F/back', between(ours.amqpUrl, rabbitmq.amqpUrl, 'fetched'));
    await expectAllIn(here, 'moved');
    await expectAllIn(there, 'fetched');
    expect(await Promise.all([countIn(there, 'moved'), countIn(here, 'fetched')])).toEqual([0, 0]);
  });

  it('federate an exchange and a queue of the embedded broker', async () => {
    await tellRabbitmq('parameters/federation-upstream/%2F/warren', { value: { uri: ours.amqpUrl } });
    await tellRabbitmq('policies/%2F/federated', {
      pattern: '^federated\\.',
      definition: { 'federation-upstream': 'warren' },
      'apply-to': 'all',
    });
    for (const channel of [here, there]) {
      await channel.assertExchange('federated.exchange', 'topic');
      await channel.assertQueue('federated.queue');
    }
    await there.assertQueue('downstream');
    await there.bindQueue('downstream', 'federated.exchange', 'order.*');
    await until('the binding upstream', () => isFederated('federated.exchange'), 20_000);
    fill(here, 'federated.exchange', 'order.new');
    await expectAllIn(there, 'downstream');

    const taken: string[] = [];
    await there.consume('federated.queue', (message) => message && taken.push(message.content.toString()), { noAck: true });
    fill(here, '', 'federated.queue');
    await until('the messages of the queue upstream', () => taken.length === COUNT, 20_000);
    expect(new Set(taken).size).toBe(COUNT);
    expect(await countIn(here, 'federated.queue')).toBe(0);
  });
});
