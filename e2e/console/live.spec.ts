import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import amqplib from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokerSummary } from '../../lib/model/console';
import type { Freshness, LiveDelta, LiveReset, Series, SeriesPoint } from '../../lib/model/live';
import type { MessagePage, PublishOutcome } from '../../lib/model/message';
import type { Queue } from '../../lib/model/resources';
import { ApiClient, type RunningConsole, startConsole } from '../support/console';
import { freePort } from '../support/free-port';
import { until } from '../support/poll';

/** Reads a console's event stream and keeps what a browser would hold. */
class LiveReader {
  readonly queues = new Map<string, Queue>();
  readonly points: SeriesPoint[] = [];
  freshness: Freshness | null = null;
  resetCount = 0;
  isEnded = false;
  readonly #abort = new AbortController();

  constructor(url: string, cookie: string) {
    const ended = () => {
      this.isEnded = true;
    };
    this.#read(url, cookie).then(ended, ended); // close() aborts the read, which is its end too
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(url: string, cookie: string): Promise<void> {
    const response = await fetch(url, { headers: { cookie }, signal: this.#abort.signal });
    let buffer = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      buffer += chunk;
      const events = buffer.split('\n\n');
      buffer = events.pop()!;
      for (const event of events) this.#take(event);
    }
  }

  #take(event: string): void {
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
    if (name === undefined || data === undefined) return;
    if (name === 'freshness') this.freshness = JSON.parse(data);
    if (name === 'series') this.points.push(...JSON.parse(data));
    if (name === 'reset') this.#reset(JSON.parse(data));
    if (name === 'delta') this.#change(JSON.parse(data));
  }

  #reset(reset: LiveReset): void {
    if (reset.topic !== 'queues') return;
    this.resetCount += 1;
    this.queues.clear();
    for (const row of reset.rows as Queue[]) this.queues.set(row.name, row);
  }

  #change(delta: LiveDelta): void {
    if (delta.topic !== 'queues') return;
    for (const row of delta.upsert as Queue[]) this.queues.set(row.name, row);
    for (const key of delta.remove) this.queues.delete(decodeURIComponent(key.split('/')[1]!));
  }
}

describe('with the embedded broker', () => {
  let warren: RunningConsole;
  let admin: ApiClient;
  beforeAll(async () => {
    warren = await startConsole();
    admin = await new ApiClient(warren.url).signIn();
  });
  afterAll(() => warren?.stop());

  it('shows a new queue, its depth and its end within two seconds of the traffic', async () => {
    const stream = `${warren.url}/api/brokers/embedded/stream?topics=overview,queues&series=queue:%252F/hello`;
    const reader = new LiveReader(stream, admin.cookie);
    const second = new LiveReader(stream, admin.cookie);
    await until('the first lists', () => reader.resetCount > 0 && second.resetCount > 0);
    const connection = await amqplib.connect(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`);
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('hello');
    await until('the queue', () => reader.queues.has('hello'), 2_000);
    for (let count = 0; count < 10; count++) channel.sendToQueue('hello', Buffer.from('x'));
    await channel.waitForConfirms();
    await until('its depth', () => reader.queues.get('hello')?.readyCount === 10, 2_000);
    await until('its depth in the second page', () => second.queues.get('hello')?.readyCount === 10, 2_000);
    await until('its series', () => reader.points.some((point) => point.values.ready === 10), 2_000);
    await channel.deleteQueue('hello');
    await until('its end', () => !reader.queues.has('hello'), 2_000);
    await connection.close();
    expect([reader.resetCount, second.resetCount]).toEqual([1, 1]);
    reader.close();
    second.close();
  });

  it('takes and gives back a message of 20 MB, byte for byte', async () => {
    const body = Buffer.alloc(20_000_000, 'warren ');
    await admin.post('/api/brokers/embedded/queues', {
      virtualHost: '/',
      name: 'large',
      type: 'classic',
      isDurable: true,
      isAutoDelete: false,
    });
    const draft = { exchange: '', routingKey: 'large', properties: { deliveryMode: 2 }, bodyBase64: body.toString('base64') };
    const outcomes = await admin.post<PublishOutcome[]>('/api/brokers/embedded/publish', { virtualHost: '/', drafts: [draft] });
    expect(outcomes).toEqual([{ outcome: 'confirmed' }]);
    const page = await admin.get<MessagePage>('/api/brokers/embedded/queues/%2F/large/messages');
    expect(page.messages[0]).toMatchObject({ bodySizeBytes: body.length });
    expect(page.messages[0]!.bodyBase64.length).toBeLessThan(6_000);
    const url = `${warren.url}/api/brokers/embedded/queues/%2F/large/messages/${page.messages[0]!.id}/body`;
    const download = await fetch(url, { headers: { cookie: admin.cookie } });
    expect(Buffer.from(await download.arrayBuffer()).equals(body)).toBe(true);
  });

  it('keeps names with slashes, percent signs and other letters whole', async () => {
    for (const name of ['a/b', '100%', '%2F', 'größe 漢字', 'a?b#c&d=e']) {
      await admin.post('/api/brokers/embedded/queues', { virtualHost: '/', name, type: 'classic', isDurable: false, isAutoDelete: false });
      const address = `/api/brokers/embedded/queues/%2F/${encodeURIComponent(name)}`;
      expect(await admin.get<MessagePage>(`${address}/messages`)).toMatchObject({ totalCount: 0 });
      expect(await admin.send('DELETE', address)).toMatchObject({ status: 204 });
    }
    const badNames = ['', 'x'.repeat(256), 'a\0b', '\ud800'];
    for (const name of badNames) {
      const declaration = { virtualHost: '/', name, type: 'classic', isDurable: false, isAutoDelete: false };
      expect(await admin.send('POST', '/api/brokers/embedded/queues', declaration)).toMatchObject({ status: 400 });
    }
  });

  it('says what went wrong in the words of the broker', async () => {
    const path = '/api/brokers/embedded/queues';
    const draft = { virtualHost: '/', name: 'strict', type: 'classic', isDurable: true, isAutoDelete: false };
    await admin.post(path, draft);
    expect(await admin.send('POST', path, { ...draft, isDurable: false })).toMatchObject({
      status: expect.toSatisfy((status) => status === 400 || status === 409),
    });
    expect(await admin.send('GET', `${path}/%2F/absent/messages`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await admin.send('GET', '/api/brokers/absent/snapshot')).toMatchObject({ status: 404 });
    expect(await admin.send('GET', '/api/brokers/embedded/series?subject=nonsense')).toMatchObject({
      status: 400,
      body: { fields: { subject: expect.any(String) } },
    });
  });

  it('ends the streams of a person whose account is removed', { timeout: 60_000 }, async () => {
    const person = { name: 'Sam', email: 'sam@example.org', password: 'a long enough one', role: 'operator' };
    const { id } = await admin.post<{ id: string }>('/api/people', person);
    const sam = await new ApiClient(warren.url).signIn(person.email, person.password);
    const reader = new LiveReader(`${warren.url}/api/brokers/embedded/stream?topics=queues`, sam.cookie);
    await until('the first list', () => reader.resetCount > 0);
    await admin.send('DELETE', `/api/people/${id}`);
    await until('the end of the stream', () => reader.isEnded, 40_000);
  });
});

it('serves without its broker while a port is in use, says so, and starts it when the port is free', async () => {
  const amqpPort = await freePort();
  const holder = createServer().listen(amqpPort, '127.0.0.1');
  const warren = await startConsole({ environment: { WARREN_AMQP_PORT: String(amqpPort) } });
  try {
    const admin = await new ApiClient(warren.url).signIn();
    const health = await admin.get<{ broker: { state: string; sentence: string } }>('/api/health');
    expect(health.broker).toMatchObject({ state: 'failed', sentence: expect.stringContaining(String(amqpPort)) });
    expect(health.broker.sentence).toContain('WARREN_AMQP_PORT');
    const [broker] = await until('its freshness', async () => {
      const brokers = await admin.get<BrokerSummary[]>('/api/brokers');
      return brokers[0]?.freshness.state === 'stale' && brokers;
    });
    expect(broker!.freshness).toMatchObject({ reason: health.broker.sentence });
    await until('the line', () => warren.output().includes('embedded broker not running'));
    await new Promise((resolve) => holder.close(resolve));
    await until('the broker', async () => (await admin.get<BrokerSummary[]>('/api/brokers'))[0]?.freshness.state === 'live', 30_000);
  } finally {
    holder.close();
    await warren.stop();
  }
});

describe('over a restart', () => {
  let dataDirectory = '';
  let warren: RunningConsole | null = null;
  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'warren-live-'));
  });
  afterAll(async () => {
    await warren?.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  const start = async () => {
    warren = await startConsole({ dataDirectory });
    return new ApiClient(warren.url).signIn();
  };
  const publish = (client: ApiClient, text: string) => {
    const draft = { exchange: '', routingKey: 'kept', properties: { deliveryMode: 2 }, bodyBase64: btoa(text) };
    return client.post('/api/brokers/embedded/publish', { virtualHost: '/', drafts: [draft] });
  };
  const series = (client: ApiClient, minutes: number) =>
    client.get<Series>(`/api/brokers/embedded/series?subject=queue:%252F/kept&minutes=${minutes}`);
  const bodies = (client: ApiClient) =>
    until('the messages', async () => {
      const answer = await client.send('GET', '/api/brokers/embedded/queues/%2F/kept/messages');
      return answer.status === 200 && (answer.body as MessagePage).messages.map((message) => atob(message.bodyBase64));
    });

  it('keeps the series, the durable topology and every confirmed persistent message, stopped or killed', async () => {
    const first = await start();
    await first.post('/api/brokers/embedded/queues', {
      virtualHost: '/',
      name: 'kept',
      type: 'classic',
      isDurable: true,
      isAutoDelete: false,
    });
    await first.post('/api/brokers/embedded/bindings', {
      virtualHost: '/',
      source: 'amq.direct',
      destination: 'kept',
      destinationType: 'queue',
      routingKey: 'k',
    });
    await publish(first, 'before the stop');
    await until('a point', async () => (await series(first, 5)).timesMs.length > 0);
    expect(await warren?.stop()).toBe(0);

    const second = await start();
    expect((await series(second, 60)).fields.ready).toContain(1);
    expect(await bodies(second)).toEqual(['before the stop']);
    await publish(second, 'before the kill');
    await warren?.kill9();

    const third = await start();
    expect(await bodies(third)).toEqual(['before the stop', 'before the kill']);
    const preview = { virtualHost: '/', exchange: 'amq.direct', routingKey: 'k' };
    expect(await third.post('/api/brokers/embedded/route-preview', preview)).toMatchObject({ queues: ['kept'] });
    expect((await series(third, 60)).fields.ready).toContain(1);
  });
});
