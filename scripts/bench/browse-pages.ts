import { Agent, request } from 'node:http';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../e2e/support/broker';
import { RawConnection } from '../../e2e/support/raw-connection';
import { SeededRandom } from '../../lib/base/seeded-random';
import { Broker } from '../../lib/broker/broker';
import { silentLog } from '../../lib/broker/log';
import { parseOptions } from '../../lib/broker/options';
import { openStores } from '../../lib/broker/store/open-stores';
import { percentile } from './percentile';
import { declareQueue, fillQueue } from './queue-load';

const QUEUE = 'bench-pages';
const BODY_BYTES = 1_024;
const PAGE_COUNT = 50;
const WARM_UPS = 50;
const SAMPLES = 500;

export const browsePages = {
  name: 'p pages',
  rows: ['p50 over HTTP', 'p99 over HTTP', 'p50 by time over HTTP', 'p50 of the store, restarted', 'p99 of the store, restarted'],
} as const;

/**
 * A page of 50 whole messages at random positions of a durable queue of `count` messages of 1 KB, in µs: over HTTP on one connection
 * at the running broker, and by the queue and its store alone, in this process, after a kill -9 from which nothing is in memory.
 */
export async function measurePages(count: number): Promise<readonly number[]> {
  const broker = await startEmbeddedBroker({ program: 'bundle' });
  try {
    const { hostname, port } = new URL(broker.amqpUrl);
    const at = { host: hostname, port: Number(port) };
    const raw = await RawConnection.open(at.host, at.port);
    await declareQueue(raw, QUEUE, true);
    const startedAtMs = Date.now();
    await fillQueue(at, QUEUE, count, BODY_BYTES, true);
    raw.close();
    const random = new SeededRandom(1);
    const position = () => random.below(count - PAGE_COUNT);
    const byPosition = await overHttp(broker, () => `from=${position()}`);
    const spanMs = Date.now() - startedAtMs;
    const byTime = await overHttp(broker, () => `since=${startedAtMs + random.below(spanMs)}`);
    await broker.kill9();
    const alone = await ofStore(broker.dataDirectory, position);
    return [
      percentile(byPosition, 0.5),
      percentile(byPosition, 0.99),
      percentile(byTime, 0.5),
      percentile(alone, 0.5),
      percentile(alone, 0.99),
    ];
  } finally {
    await broker.stop();
  }
}

async function overHttp(broker: EmbeddedBroker, start: () => string): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    return await samples(() =>
      get(`${broker.managementUrl}/api/queues/%2F/${QUEUE}/messages?limit=${PAGE_COUNT}&truncate=${BODY_BYTES}&${start()}`, agent),
    );
  } finally {
    agent.destroy();
  }
}

/** The whole answer, read and not parsed. */
function get(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, auth: 'guest:guest' }, (response) => {
      response.on('data', () => {});
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}`))));
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function ofStore(dataDirectory: string, position: () => number): Promise<readonly number[]> {
  const options = parseOptions({ WARREN_DATA_DIR: dataDirectory, HOST: '127.0.0.1' }, '/');
  const stores = openStores(options.dataDirectory, { diskFreeBytesMin: options.diskFreeBytesMin }, () => {});
  const broker = new Broker(options, stores, silentLog);
  try {
    broker.start();
    const queue = broker.virtualHosts.get('/')?.queues.get(QUEUE);
    if (queue === undefined) throw new Error('the queue did not survive');
    return await samples(async () => {
      const page = queue.peek(position(), PAGE_COUNT, 'oldest');
      if (page.length !== PAGE_COUNT) throw new Error(`a page had ${page.length} messages`);
    });
  } finally {
    broker.stop();
    await stores.close();
  }
}

/** Microseconds of each, the first ones left out. */
async function samples(once: () => Promise<void>): Promise<readonly number[]> {
  const microseconds: number[] = [];
  for (let sample = -WARM_UPS; sample < SAMPLES; sample += 1) {
    const startedAtMs = performance.now();
    await once();
    if (sample >= 0) microseconds.push((performance.now() - startedAtMs) * 1_000);
  }
  return microseconds;
}
