import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagedFixture } from '../testing/managed-fixture';

let fixture: ManagedFixture;
const call = (...parameters: Parameters<ManagedFixture['call']>) => fixture.call(...parameters);

beforeAll(async () => {
  fixture = await ManagedFixture.start();
  await fixture.declare('orders');
  await fixture.declare('mail');
});
afterAll(() => fixture.stop());

type Row = { vhost: string; name: string; messages: number; messages_ready: number; message_stats?: Record<string, unknown> };
type Snapshot = {
  revision: string;
  isComplete: boolean;
  queues: Row[];
  removedQueues: string[][];
  exchanges?: unknown[];
  bindings?: unknown[];
};
const snapshot = async (query = '', user?: string) => (await call('GET', `snapshot?${query}`, undefined, user)).body as Snapshot;
const names = (rows: readonly Row[]) => rows.map(({ name }) => name).sort();

describe('the snapshot', () => {
  it('holds everything, topology only when asked for', async () => {
    const whole = await snapshot('topology=1');
    expect(Object.keys(whole)).toEqual([
      'revision',
      'isComplete',
      'overview',
      'nodes',
      'removedQueues',
      'queues',
      'connections',
      'channels',
      'consumers',
      'exchanges',
      'bindings',
    ]);
    expect(whole).toMatchObject({ isComplete: true, overview: { product_name: 'Warren' }, nodes: [{ running: true }] });
    expect(names(whole.queues)).toEqual(['mail', 'orders']);
    expect(whole.exchanges).toHaveLength(7);
    expect(whole.bindings).toHaveLength(2);
    expect(await snapshot()).not.toHaveProperty('bindings');
  });

  it('tells since a revision only what changed, and what went', async () => {
    let { revision } = await snapshot();
    const step = async () => {
      const next = await snapshot(`since=${revision}`);
      revision = next.revision;
      expect(next.isComplete).toBe(false);
      return { changed: names(next.queues), removed: next.removedQueues.map(([, name]) => name) };
    };
    expect(await step()).toEqual({ changed: [], removed: [] });
    await fixture.publish('mail', 'x');
    expect(await step()).toEqual({ changed: ['mail'], removed: [] });
    // What moved may come again while its rate falls; what stood still never does.
    await fixture.declare('fleeting');
    const declared = await step();
    expect(declared.changed).toContain('fleeting');
    expect(declared.changed).not.toContain('orders');
    await call('DELETE', 'queues/%2F/fleeting');
    expect((await step()).removed).toEqual(['fleeting']);
    await call('DELETE', 'queues/%2F/mail/contents');
    expect((await step()).changed).toContain('mail');
    await call('PUT', 'policies/%2F/ttl', { pattern: '^orders$', definition: { 'message-ttl': 60_000 } });
    expect((await step()).changed).toContain('orders');
  });

  it('is complete again for a revision that it does not know', async () => {
    for (const since of ['nonsense', 'abc-1', 'x-99999999999999999999']) expect((await snapshot(`since=${since}`)).isComplete).toBe(true);
    const { revision } = await snapshot();
    expect((await snapshot(`since=${revision}9`)).isComplete).toBe(true);
  });

  it('shows only the virtual hosts that one may enter', async () => {
    await call('PUT', 'vhosts/closed', {});
    await call('PUT', 'queues/closed/hidden', {});
    await call('PUT', 'users/limited', { password: 'p', tags: 'management' });
    await call('PUT', 'permissions/%2F/limited', { configure: '', write: '', read: '' });
    expect(names((await snapshot('', 'limited:p')).queues)).not.toContain('hidden');
    expect(names((await snapshot()).queues)).toContain('hidden');
  });
});

describe('rates', () => {
  it('show movement with the next tick, in queue, exchange, virtual host and overview', async () => {
    const rate = async () => {
      const row = (await call('GET', 'queues/%2F/orders')).body as { message_stats?: { publish_details: { rate: number } } };
      return row.message_stats?.publish_details.rate ?? 0;
    };
    for (let index = 0; index < 20; index++) await fixture.publish('orders', 'x');
    await expect.poll(rate, { timeout: 5_000, interval: 50 }).toBeGreaterThan(0);
    expect((await call('GET', 'exchanges/%2F/amq.default')).body).toMatchObject({
      message_stats: { publish_in_details: { rate: expect.any(Number) } },
    });
    const overview = (await call('GET', 'overview')).body as { message_stats: { publish: number; publish_details: { rate: number } } };
    expect(overview.message_stats.publish).toBeGreaterThanOrEqual(20);
    expect(overview.message_stats.publish_details.rate).toBeGreaterThan(0);
    expect((await call('GET', 'vhosts/%2F')).body).toMatchObject({ message_stats: { publish: expect.any(Number) } });
  });
});

describe('histories', () => {
  it('are given with rates when asked for, from then on', async () => {
    const query = 'lengths_age=60&lengths_incr=5&msg_rates_age=60&msg_rates_incr=5';
    type Details = { rate: number; samples?: { sample: number; timestamp: number }[]; avg?: number; avg_rate?: number };
    type Figures = { messages_ready: number; messages_ready_details: Details; message_stats: { publish_details: Details } };
    const figures = async () => (await call('GET', `queues/%2F/orders?${query}`)).body as Figures;
    await figures();
    const sampled = async () => {
      const { messages_ready, messages_ready_details, message_stats } = await figures();
      expect(message_stats.publish_details).toMatchObject({ avg: expect.any(Number), avg_rate: expect.any(Number) });
      return messages_ready_details.samples?.[0]?.sample === messages_ready && messages_ready > 0;
    };
    await expect.poll(sampled, { timeout: 12_000, interval: 200 }).toBe(true);
    const overview = (await call('GET', `overview?${query}`)).body as { queue_totals: { messages_details: Details } };
    expect(overview.queue_totals.messages_details.samples?.length).toBeGreaterThan(0);
    expect((await call('GET', 'queues/%2F/orders?lengths_age=x&lengths_incr=5')).status).toBe(400);
  });
});

describe('the counter stream', () => {
  it('begins with every queue, then tells changes and removals', async () => {
    const abort = new AbortController();
    const response = await fetch(`${fixture.url}/api/stream/counters`, {
      headers: { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const events = readEvents(response);
    const first = (await events.next()).value!;
    expect(names(first.queues as Row[])).toEqual(expect.arrayContaining(['mail', 'orders']));
    expect(first.overview).toMatchObject({ ready: expect.any(Number), publish: expect.any(Number), unroutable: expect.any(Number) });
    await fixture.declare('brief');
    await fixture.publish('brief', 'x');
    const appeared = await untilEvent(events, (event) => event.queues.some((row) => row.name === 'brief' && row.ready === 1));
    expect(appeared.queues.find((row) => row.name === 'brief')).toEqual({
      vhost: '/',
      name: 'brief',
      ready: 1,
      unacknowledged: 0,
      consumers: 0,
      publish: expect.any(Number),
      deliver: 0,
      redeliver: 0,
      acknowledge: 0,
    });
    await call('DELETE', 'queues/%2F/brief');
    await untilEvent(events, (event) => event.removed.some(([, name]) => name === 'brief'));
    abort.abort();
  });
});

type CounterEvent = { overview: object; removed: string[][]; queues: { name: string; ready: number }[] };

async function* readEvents(response: Response): AsyncGenerator<CounterEvent> {
  let text = '';
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [name, data] = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      expect(name).toBe('event: counters');
      yield JSON.parse(data!.slice('data: '.length));
    }
  }
}

async function untilEvent(events: AsyncGenerator<CounterEvent>, matches: (event: CounterEvent) => boolean): Promise<CounterEvent> {
  for (let count = 0; count < 10; count++) {
    const { value } = await events.next();
    if (value && matches(value)) return value;
  }
  throw new Error('no such event among the next ten');
}

describe('definitions', () => {
  it('come back whole from an export', async () => {
    await call('PUT', 'vhosts/moved', { description: 'd', tags: 'a,b' });
    await call('PUT', 'queues/moved/q', { durable: true, arguments: { 'x-max-length': 5, 'x-queue-type': 'quorum' } });
    await call('PUT', 'exchanges/moved/x', { type: 'headers', durable: true, arguments: { 'alternate-exchange': 'amq.fanout' } });
    await call('POST', 'bindings/moved/e/x/q/q', { routing_key: 'k', arguments: { 'x-match': 'any', n: 1 } });
    await call('PUT', 'policies/moved/p', { pattern: 'q', definition: { 'max-length': 7 }, priority: 3, 'apply-to': 'queues' });
    await call('PUT', 'operator-policies/moved/o', { pattern: 'q', definition: { 'max-length': 4 } });
    await call('PUT', 'vhost-limits/moved/max-queues', { value: 9 });
    await call('PUT', 'users/carol', { password: 'secret', tags: 'monitoring' });
    await call('PUT', 'permissions/moved/carol', { configure: 'c', write: 'w', read: 'r' });
    await call('PUT', 'topic-permissions/moved/carol', { exchange: 'x', write: 'w', read: 'r' });
    await call('PUT', 'global-parameters/colour', { value: { shade: ['dark'] } });
    const exported = (await call('GET', 'definitions')).body as object;
    const other = await ManagedFixture.start();
    try {
      expect((await other.call('POST', 'definitions', exported)).status).toBe(204);
      expect(sorted((await other.call('GET', 'definitions')).body)).toEqual(sorted(exported));
      expect((await other.call('GET', 'whoami', undefined, 'carol:secret')).status).toBe(200);
      expect((await other.call('GET', 'queues/moved/q')).body).toMatchObject({
        policy: 'p',
        operator_policy: 'o',
        effective_policy_definition: { 'max-length': 4 },
      });
    } finally {
      await other.stop();
    }
  });

  it('of one virtual host go into another', async () => {
    await call('PUT', 'vhosts/copy', {});
    const one = (await call('GET', 'definitions/moved')).body;
    expect((await call('POST', 'definitions/copy', one)).status).toBe(204);
    expect((await call('GET', 'definitions/copy')).body).toEqual(one);
  });

  it('are refused with what is wrong in them, before anything changes', async () => {
    const reason = async (body: unknown) => ((await call('POST', 'definitions', body)).body as { reason: string }).reason;
    expect(await reason({ queues: [{ name: 'q', vhost: 'nowhere' }] })).toBe('no_such_vhost: nowhere');
    expect(await reason({ vhosts: [{ name: 'never' }], users: [{ name: 'x' }] })).toBe('tags_not_present');
    expect(await reason({ vhosts: [{ name: 'never' }], policies: [{ vhost: 'never', name: 'p', pattern: 'x', definition: {} }] })).toMatch(
      /no policy/,
    );
    expect(await reason('{x')).toMatch(/^not_json/);
    expect((await call('GET', 'vhosts/never')).status).toBe(404);
  });
});

/** Order of lists in definitions has no meaning. */
function sorted(definitions: unknown): unknown {
  const entries = Object.entries(definitions as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, Array.isArray(value) ? value.map((row) => JSON.stringify(row)).sort() : value]),
  );
}

describe('metrics', () => {
  const scrape = async (path: string) => (await call('GET', path)).text.split('\n');

  it('have RabbitMQ names, summed up or for each object, well formed', async () => {
    await call('PUT', `queues/%2F/${encodeURIComponent('odd "name"\\')}`, {});
    const summed = await scrape('/metrics');
    for (const name of [
      'rabbitmq_queues',
      'rabbitmq_queue_messages_ready',
      'rabbitmq_connections',
      'rabbitmq_process_resident_memory_bytes',
    ])
      expect(
        summed.some((line) => line.startsWith(`${name} `)),
        name,
      ).toBe(true);
    const each = await scrape('/metrics/per-object');
    expect(each).toContain('rabbitmq_queue_messages_ready{vhost="/",queue="odd \\"name\\"\\\\"} 0');
    const detailed = await scrape('/metrics/detailed?family=queue_coarse_metrics&vhost=closed');
    expect(detailed).toContain('rabbitmq_detailed_queue_messages_ready{vhost="closed",queue="hidden"} 0');
    expect(detailed.some((line) => line.includes('vhost="/"') || line.includes('queue_consumers'))).toBe(false);
    const wellFormed = /^(# (TYPE|HELP) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="(\\.|[^"\\])*",?)*\})? (NaN|-?[\d.e+-]+))$/;
    for (const line of [...summed, ...each]) if (line !== '') expect(line).toMatch(wellFormed);
  });

  it('want the monitoring tag', async () => {
    expect((await call('GET', '/metrics', undefined, 'limited:p')).status).toBe(401);
    expect((await call('GET', '/metrics', undefined, '')).status).toBe(401);
  });
});

describe('health', () => {
  it('is told with 200 or 503 and a reason', async () => {
    expect((await call('GET', 'health/checks/alarms')).body).toEqual({ status: 'ok' });
    expect((await call('GET', 'health/checks/port-listener/1')).status).toBe(503);
    expect((await call('GET', 'health/checks/certificate-expiration/1/decades')).status).toBe(400);
    expect((await call('GET', 'aliveness-test/%2F')).body).toEqual({ status: 'ok' });
    expect((await call('GET', 'aliveness-test/nowhere')).status).toBe(404);
  });
});

describe('virtual hosts', () => {
  it('take everything with them when they go', async () => {
    await call('PUT', 'vhosts/doomed', { description: 'soon gone' });
    await call('PUT', 'queues/doomed/q', { durable: true });
    expect((await call('GET', 'vhosts/doomed')).body).toMatchObject({
      description: 'soon gone',
      metadata: { description: 'soon gone', tags: [] },
    });
    expect((await call('DELETE', 'vhosts/doomed')).status).toBe(204);
    expect((await call('GET', 'permissions/doomed/guest')).status).toBe(404);
    expect((await call('GET', 'queues/doomed/q')).status).toBe(404);
    expect((await call('PUT', 'queues/doomed/q', {})).status).toBe(404);
  });

  it('have limits', async () => {
    await call('PUT', 'vhosts/small', {});
    expect((await call('PUT', 'vhost-limits/small/max-queues', { value: 1 })).status).toBe(204);
    expect((await call('GET', 'vhost-limits/small')).body).toEqual([{ vhost: 'small', value: { 'max-queues': 1 } }]);
    expect((await call('PUT', 'queues/small/one', {})).status).toBe(201);
    expect((await call('PUT', 'queues/small/two', {})).status).toBe(400);
    expect((await call('PUT', 'vhost-limits/small/max-cats', { value: 1 })).status).toBe(400);
    expect((await call('DELETE', 'vhost-limits/small/max-queues')).status).toBe(204);
    expect((await call('PUT', 'queues/small/two', {})).status).toBe(201);
  });
});
