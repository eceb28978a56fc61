import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEntry, BrokerSummary } from '../../lib/model/console';
import type { Intrusiveness, MessagePage } from '../../lib/model/message';
import { ApiClient, type RunningConsole, startConsole } from '../support/console';
import { until } from '../support/poll';
import { type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';

/* An admin connects a RabbitMQ: tries the settings, adds it, looks, changes them, and sees it go away. */
let warren: RunningConsole;
let rabbitmq: RabbitmqServer;
let admin: ApiClient;
let settings: Record<string, unknown>;

beforeAll(async () => {
  rabbitmq = await startRabbitmq();
  warren = await startConsole({ environment: { WARREN_EMBEDDED: 'off' } });
  admin = await new ApiClient(warren.url).signIn();
  const amqp = new URL(rabbitmq.amqpUrl);
  settings = {
    name: 'Orders (staging)',
    environment: 'staging',
    colour: null,
    managementUrl: rabbitmq.managementUrl,
    amqpUrl: `amqp://${amqp.host}`,
    username: 'guest',
    password: 'guest',
  };
});
afterAll(async () => {
  await warren?.stop();
  await rabbitmq?.stop();
});

const summary = async () => (await admin.get<BrokerSummary[]>('/api/brokers'))[0];
const freshness = (state: string) => until(`${state} figures`, async () => (await summary())?.freshness.state === state, 30_000);

it('tries settings without keeping them, and says what is wrong with them', async () => {
  expect(await admin.post('/api/brokers/test', settings)).toMatchObject({ product: 'RabbitMQ' });
  const refused = await admin.send('POST', '/api/brokers/test', { ...settings, password: 'open sesame' });
  expect(refused).toMatchObject({ status: 502, body: { code: 'broker-fault' } });
  expect(JSON.stringify(refused.body)).not.toContain('open sesame');
  expect(await admin.send('POST', '/api/brokers/test', { ...settings, managementUrl: 'http://127.0.0.1:9' })).toMatchObject({
    status: 503,
  });
  expect(await admin.send('POST', '/api/brokers/test', { ...settings, amqpUrl: 'http://guest:guest@x' })).toMatchObject({
    status: 400,
    body: { fields: { amqpUrl: expect.any(String) } },
  });
  expect(await summary()).toBeUndefined();
});

it('adds it, shows it live, and audits a look that changes the queue', async () => {
  const { id } = await admin.post<BrokerSummary>('/api/brokers', settings);
  expect(id).toBe('orders-staging');
  await freshness('live');
  expect(await summary()).toMatchObject({ product: 'RabbitMQ', isEmbedded: false });
  const api = `/api/brokers/${id}`;
  await admin.post(`${api}/queues`, { virtualHost: '/', name: 'orders', type: 'classic', isDurable: true, isAutoDelete: false });
  await admin.post(`${api}/publish`, {
    virtualHost: '/',
    drafts: [{ exchange: '', routingKey: 'orders', properties: {}, bodyBase64: btoa('x') }],
  });
  const { level, effects } = await admin.get<Intrusiveness>(`${api}/queues/%2F/orders/intrusiveness`);
  expect(level).not.toBe('none');
  const page = await admin.get<MessagePage>(`${api}/queues/%2F/orders/messages`);
  expect(page.messages.map((message) => atob(message.bodyBase64))).toEqual(['x']);
  const { entries } = await admin.get<{ entries: AuditEntry[] }>('/api/audit?act=message.browse');
  expect(entries).toMatchObject([{ outcome: 'allowed', brokerId: id, subject: 'queue / orders', after: { effects } }]);
});

it('takes a changed password at once, and keeps saying since when and why when the broker is away', async () => {
  const path = '/api/brokers/orders-staging';
  expect(await admin.send('PATCH', path, { password: 'wrong' })).toMatchObject({ status: 200 });
  await freshness('stale');
  expect(await admin.send('PATCH', path, { password: 'guest', name: 'Orders' })).toMatchObject({ status: 200, body: { name: 'Orders' } });
  await freshness('live');
  await rabbitmq.stop();
  await freshness('stale');
  expect((await summary())?.freshness).toMatchObject({ reason: expect.stringContaining("can't be reached") });
  expect(await admin.send('GET', `${path}/virtual-hosts`)).toMatchObject({ status: 503, body: { code: 'broker-unreachable' } });
  expect(await admin.send('DELETE', path)).toMatchObject({ status: 204 });
  expect(await summary()).toBeUndefined();
});
