import { setTimeout as sleep } from 'node:timers/promises';
import { RawConnection } from '../../e2e/support/raw-connection';
import { frameConstant, methodId } from '../../lib/amqp';
import { type BenchBroker, type BrokerName, startBenchBroker } from './bench-broker';
import { percentile } from './percentile';
import { publishBytes } from './publish-bytes';
import { declareQueue, fillQueue, messageCount } from './queue-load';

export type DepthFigures = { readonly depth: number; readonly publishMicroseconds: number; readonly getMicroseconds: number };

const QUEUE = 'bench-depth';
const BODY_BYTES = 100;
const SAMPLES = 500;
const REST_MS = 1_000;

/**
 * The cost of one at a time on a durable queue that already holds so many messages: the median of 500 persistent publishes,
 * each waiting for its confirm, and of 500 basic.get without acknowledgement, in microseconds. Depths ascend. The queue has
 * rested before each, so that what is measured is not the end of the fill.
 */
export async function measureDepths(name: BrokerName, depths: readonly number[]): Promise<DepthFigures[]> {
  const broker = await startBenchBroker(name);
  try {
    const raw = await RawConnection.open(broker.host, broker.port);
    await declareQueue(raw, QUEUE, true);
    await raw.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
    const figures: DepthFigures[] = [];
    for (const depth of depths) figures.push(await measureAt(broker, raw, depth));
    raw.close();
    return figures;
  } finally {
    await broker.stop();
  }
}

async function measureAt(broker: BenchBroker, raw: RawConnection, depth: number): Promise<DepthFigures> {
  const missing = depth - (await messageCount(raw, QUEUE));
  if (missing > 0) await fillQueue(broker, QUEUE, missing, BODY_BYTES, true);
  await sleep(REST_MS);
  const bytes = publishBytes('', [QUEUE], BODY_BYTES, true, 1);
  const publishMicroseconds = await medianMicroseconds(async () => {
    const confirmed = nextConfirm(raw);
    raw.socket.write(bytes);
    await confirmed;
  });
  raw.tap = null;
  const getMicroseconds = await medianMicroseconds(() => raw.call({ name: 'basic.get', queue: QUEUE, noAck: true }, 'basic.get-ok'));
  return { depth, publishMicroseconds, getMicroseconds };
}

function nextConfirm(raw: RawConnection): Promise<void> {
  return new Promise((resolve) => {
    raw.tap = (type, buffer, start) => {
      if (type !== frameConstant.method || buffer.readUInt32BE(start) !== methodId['basic.ack']) return false;
      resolve();
      return true;
    };
  });
}

async function medianMicroseconds(once: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const startedAtMs = performance.now();
    await once();
    samples.push((performance.now() - startedAtMs) * 1_000);
  }
  return percentile(samples, 0.5);
}
