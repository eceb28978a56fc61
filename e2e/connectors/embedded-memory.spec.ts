// Goal: bulk reads of the broker in this process bring what HTTP brings, whatever lies in the queue. Method: the built broker in
// its thread, as the console starts it, and two connectors side by side.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { BulkMessage, Connector } from '@/lib/connectors/connector';
import { createConnector } from '@/lib/connectors/registry';
import type { MessageDraft } from '@/lib/model/message';
import { EmbeddedBroker } from '@/lib/server/embedded-broker';
import { parseEnvironment } from '@/lib/server/environment';
import { createLog } from '@/lib/server/log';
import { freePort } from '../support/free-port';

const queue = { virtualHost: '/', name: 'orders' };
let dataDirectory: string;
let broker: EmbeddedBroker;
let reader: MessagePort;
let inMemory: Connector;
let overHttp: Connector;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'warren-memory-'));
  const variables = {
    HOST: '127.0.0.1',
    WARREN_DATA_DIR: dataDirectory,
    WARREN_AMQP_PORT: String(await freePort()),
    WARREN_MANAGEMENT_PORT: String(await freePort()),
  };
  broker = new EmbeddedBroker(parseEnvironment(variables, resolve(import.meta.dirname, '../..')), createLog('silent'));
  expect(broker.openReader(), 'nothing to read from yet').toBeNull();
  broker.start(() => {});
  await broker.whenSettled;
  const config = { ...broker.addresses, username: 'guest', password: 'guest' };
  reader = broker.openReader()!;
  inMemory = createConnector('rabbitmq', config, reader);
  overHttp = createConnector('rabbitmq', config);
  await Promise.all([inMemory.probe(), overHttp.probe()]);
}, 60_000);

afterAll(async () => {
  await Promise.all([inMemory.close(), overHttp.close()]);
  await broker.stop();
  await rm(dataDirectory, { recursive: true, force: true });
});

const plain = (message: BulkMessage) => ({
  ...{ id: message.id, position: message.position, state: message.state, redelivered: message.redelivered },
  ...{ exchange: message.exchange, routingKey: message.routingKey, enqueuedAtMs: message.enqueuedAtMs },
  body: Buffer.from(message.body).toString('base64'),
  properties: message.properties(),
});

/** Each page is looked at while the next is under way, as searches do. */
async function readAll(connector: Connector, limit: number) {
  const found: ReturnType<typeof plain>[] = [];
  let next: ReturnType<Connector['readBulk']> | null = connector.readBulk(queue, { after: null, limit });
  while (next) {
    const { messages, nextAfter }: Awaited<ReturnType<Connector['readBulk']>> = await next;
    next = nextAfter === null ? null : connector.readBulk(queue, { after: nextAfter, limit });
    await new Promise((resolve) => setTimeout(resolve, 5)); // the broker writes meanwhile
    found.push(...messages.map(plain));
  }
  return found;
}

it('brings the same messages page after page, a message of 9 MB among them', async () => {
  await overHttp.declareQueue({ ...queue, type: 'classic', isDurable: true, isAutoDelete: false, arguments: {} });
  const draft = (n: number, bodyBytes: number): MessageDraft => ({
    ...{ exchange: '', routingKey: queue.name, bodyBase64: Buffer.alloc(bodyBytes, `${n} `).toString('base64') },
    properties: { deliveryMode: 2, headers: [{ key: 'n', value: { type: 'int32', value: n } }] },
  });
  const drafts = Array.from({ length: 600 }, (_, n) => draft(n, n === 300 ? 9_000_000 : n * 37));
  await overHttp.publish('/', drafts);
  const asked = vi.spyOn(reader, 'postMessage');
  for (const limit of [7, 100, 20_000]) {
    asked.mockClear();
    const expected = await readAll(overHttp, limit);
    expect(asked).not.toHaveBeenCalled();
    expect(expected).toHaveLength(600);
    expect(await readAll(inMemory, limit)).toEqual(expected);
    expect(asked.mock.calls.length, 'pages were asked for in memory').toBeGreaterThan(600 / limit);
  }
}, 60_000);

it('says what is wrong as HTTP does', async () => {
  const missing = { virtualHost: '/', name: 'nothing' };
  const refusalOf = (connector: Connector) =>
    connector.readBulk(missing, { after: null, limit: 1 }).then(
      () => null,
      ({ code, message }) => ({ code, message }),
    );
  expect(await refusalOf(inMemory)).toEqual(await refusalOf(overHttp));
  expect(await refusalOf(inMemory)).toMatchObject({ code: 'not-found' });
});

it('ends with an error when the broker has ended', async () => {
  await broker.stop();
  await expect(inMemory.readBulk(queue, { after: null, limit: 1 })).rejects.toMatchObject({ code: 'unreachable' });
});
