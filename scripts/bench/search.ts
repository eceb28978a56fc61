import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'amqplib';
import { ApiClient, type RunningConsole, startConsole } from '../../e2e/support/console';
import type { Search } from '../../lib/model/search';

/*
 * How fast a search looks, and what live delivery feels of it:
 *
 *   node scripts/run-ts.mjs scripts/bench/search.ts [messages, default 1,000,000]
 *
 * Starts the built console with its broker, fills one queue with messages of 1 KB, then sends 500 messages/s through another
 * queue from publisher to consumer, first alone and then while searches with JSON-path filters run.
 */
const messageCount = Number(process.argv[2] ?? 1_000_000);
const bodyBytes = 1_024;
const unconfirmedMax = 5_000;
const probeIntervalMs = 2;
const restMs = 5_000;
const needle = `A-${Math.floor(messageCount * 0.9)}`;
const searches = {
  'filter with a text': { filter: `body.order.id == '${needle}'`, plain: null },
  'plain box, JSON path': { filter: '', plain: { text: '', header: null, jsonPath: { path: 'order.id', value: needle } } },
  'filter with a number': { filter: `body.order.number == ${Math.floor(messageCount * 0.9)}`, plain: null },
};

const bodyOf = (n: number): Buffer => {
  const head = JSON.stringify({ order: { id: `A-${n}`, number: n, total: 1990 }, customer: { name: 'Ada', city: 'London' } });
  return Buffer.from(`${head.slice(0, -1)},"pad":"${'x'.repeat(bodyBytes - head.length - 9)}"}`);
};

async function fill(url: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue('bench-search', { durable: true });
  for (let n = 0; n < messageCount; n++) {
    channel.publish('', 'bench-search', bodyOf(n), { persistent: true });
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
    const content = Buffer.alloc(bodyBytes);
    content.writeDoubleBE(performance.now(), 0);
    channel.sendToQueue(queue, content);
  }, probeIntervalMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await connection.close();
  }
  return latenciesMs.sort((a, b) => a - b);
}

const scope = { brokerId: 'embedded', queues: [{ virtualHost: '/', name: 'bench-search' }], acceptsEffects: false };

async function search(api: ApiClient, request: object): Promise<Search> {
  const root = '/api/searches';
  const { id } = await api.post<Search>(root, { scopes: [scope], ...request });
  for (;;) {
    const state = await api.get<Search>(`${root}/${id}`);
    if (state.state !== 'running') return state;
    await sleep(100);
  }
}

const percentile = (sorted: readonly number[], share: number): string =>
  `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)} ms`;
const inWords = (latencies: readonly number[]): string =>
  `delivery p50 ${percentile(latencies, 0.5)}, p99 ${percentile(latencies, 0.99)}, max ${percentile(latencies, 1)} (${latencies.length} messages)`;

async function measure(warren: RunningConsole): Promise<void> {
  const url = `amqp://guest:guest@127.0.0.1:${warren.amqpPort}`;
  const api = await new ApiClient(warren.url).signIn();
  await fill(url);
  await sleep(restMs);
  console.log(`alone: ${inWords(await probe(url, () => sleep(restMs).then(() => undefined)))}`);
  for (const [name, request] of Object.entries(searches)) {
    let result: Search | null = null;
    const latencies = await probe(url, async () => {
      result = await search(api, request);
    });
    const { lookedAtCount, totalCount, matchCount, perSecond, state } = result as unknown as Search;
    console.log(
      `${name}: ${state}, ${lookedAtCount} of ${totalCount} looked at, ${matchCount} match, ${Math.round(perSecond ?? 0)} messages/s; ${inWords(latencies)}`,
    );
  }
}

const warren = await startConsole();
try {
  await measure(warren);
} finally {
  await warren.stop();
}
