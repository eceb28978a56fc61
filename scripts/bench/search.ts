import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { ApiClient, type RunningConsole, startConsole } from '../../e2e/support/console';
import type { Search, SearchRequest } from '../../lib/model/search';
import { percentile } from './percentile';

/*
 * How fast a search looks, what live delivery feels of it, and what memory it takes: the built console with its broker, one
 * queue full of messages, and 500 messages/s through another queue from publisher to consumer, first alone and then while
 * searches with JSON-path filters run.
 */
const unconfirmedMax = 5_000;
const probeIntervalMs = 2;
const probeBytes = 1_024;
const pollMs = 100;
const restMs = 5_000;

type Wanted = Pick<SearchRequest, 'filter' | 'plain'>;
const searches: Readonly<Record<string, (n: number) => Wanted>> = {
  'a text in the body': (n) => ({ filter: `body.order.id == 'A-${n}'`, plain: null }),
  'a number in the body': (n) => ({ filter: `body.order.number == ${n}`, plain: null }),
  'a number compared': () => ({ filter: 'body.order.total > 2000', plain: null }),
  'plain box, JSON path': (n) => ({ filter: '', plain: { text: '', header: null, jsonPath: { path: 'order.id', value: `A-${n}` } } }),
};

/** What `measureSearches` returns, in its order: the table's rows. */
export const searchRows: readonly string[] = [
  'delivery p99 without a search, ms',
  ...Object.keys(searches).flatMap((name) => [
    `${name}: messages looked at a second`,
    `${name}: delivery p99 meanwhile, ms`,
    `${name}: memory of the console at most, MB more`,
  ]),
];

/** About `sizeBytes` of JSON; less than that where its fields alone are more. */
const bodyOf = (n: number, sizeBytes: number): Buffer => {
  const head = JSON.stringify({ order: { id: `A-${n}`, number: n, total: 1990 }, customer: { name: 'Ada', city: 'London' } });
  const padBytes = sizeBytes - head.length - 9;
  return Buffer.from(padBytes < 0 ? head : `${head.slice(0, -1)},"pad":"${'x'.repeat(padBytes)}"}`);
};

async function fill(url: string, messageCount: number, bodyBytes: number): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue('bench-search', { durable: true });
  for (let n = 0; n < messageCount; n++) {
    channel.publish('', 'bench-search', bodyOf(n, bodyBytes), { persistent: true });
    if (n % unconfirmedMax === 0) await channel.waitForConfirms();
  }
  await channel.waitForConfirms();
  await connection.close();
}

/** Latencies in ms from publish to delivery, until `work` is done. */
async function probe(url: string, work: () => Promise<void>): Promise<readonly number[]> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  const latenciesMs: number[] = [];
  const take = (message: { readonly content: Buffer } | null) =>
    message && latenciesMs.push(performance.now() - message.content.readDoubleBE(0));
  await channel.consume(queue, take, { noAck: true });
  const timer = setInterval(() => {
    const content = Buffer.alloc(probeBytes);
    content.writeDoubleBE(performance.now(), 0);
    channel.sendToQueue(queue, content);
  }, probeIntervalMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await connection.close();
  }
  return latenciesMs;
}

const scope = { brokerId: 'embedded', queues: [{ virtualHost: '/', name: 'bench-search' }], acceptsEffects: false };

async function search(api: ApiClient, wanted: Wanted, onPoll: () => void): Promise<Search> {
  const { id } = await api.post<Search>('/api/searches', { scopes: [scope], ...wanted });
  for (;;) {
    const state = await api.get<Search>(`/api/searches/${id}`);
    onPoll();
    if (state.state !== 'running') return state;
    await sleep(pollMs);
  }
}

function residentMegabytes({ pid }: RunningConsole): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

async function measureOne(warren: RunningConsole, api: ApiClient, url: string, wanted: Wanted, messageCount: number) {
  const beforeMegabytes = residentMegabytes(warren);
  let peakMegabytes = beforeMegabytes;
  let perSecond = 0;
  const latencies = await probe(url, async () => {
    const result = await search(api, wanted, () => {
      peakMegabytes = Math.max(peakMegabytes, residentMegabytes(warren));
    });
    const { state, lookedAtCount } = result;
    if (state !== 'completed' || lookedAtCount !== messageCount)
      throw new Error(`${state} with ${lookedAtCount} of ${messageCount} looked at`);
    perSecond = result.perSecond ?? 0;
  });
  return [perSecond, percentile(latencies, 0.99), peakMegabytes - beforeMegabytes];
}

/** The figures of `searchRows`, each search once over the same messages. */
export async function measureSearches(messageCount: number, bodyBytes: number): Promise<readonly number[]> {
  const warren = await startConsole();
  try {
    const url = `amqp://guest:guest@127.0.0.1:${warren.amqpPort}`;
    const api = await new ApiClient(warren.url).signIn();
    await fill(url, messageCount, bodyBytes);
    await sleep(restMs);
    const alone = await probe(url, () => sleep(restMs).then(() => undefined));
    const figures = [percentile(alone, 0.99)];
    const meant = Math.floor(messageCount * 0.9);
    for (const wanted of Object.values(searches)) figures.push(...(await measureOne(warren, api, url, wanted(meant), messageCount)));
    return figures;
  } finally {
    await warren.stop();
  }
}
