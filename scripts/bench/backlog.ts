import { setTimeout as sleep } from 'node:timers/promises';
import { RawConnection } from '../../e2e/support/raw-connection';
import { type BrokerName, startBenchBroker } from './bench-broker';
import { declareQueue, deleteQueue, drainQueue, fillQueue } from './queue-load';

export type BacklogFigures = {
  readonly inPerSecond: number;
  readonly outPerSecond: number;
  /** Growth of the broker's resident memory, bodies included, over the messages in the queue. */
  readonly bytesPerMessage: number;
};

const QUEUE = 'bench-backlog';
const BODY_BYTES = 100;
const WARM_UP_COUNT = 20_000;
const REST_MS = 2_000;

/** Fills a queue with `count` transient messages of 100 B while nobody consumes, looks at the memory, and takes them out. */
export async function measureBacklog(name: BrokerName, count: number): Promise<BacklogFigures> {
  const broker = await startBenchBroker(name);
  try {
    const control = await RawConnection.open(broker.host, broker.port);
    await declareQueue(control, QUEUE, true);
    // Compiled code and socket buffers are no part of what a message needs.
    const warmUp = await fillQueue(broker, QUEUE, Math.min(count, WARM_UP_COUNT), BODY_BYTES, false);
    await drainQueue(broker, QUEUE, warmUp.count);
    await sleep(REST_MS);
    const beforeBytes = broker.residentBytes();
    const filled = await fillQueue(broker, QUEUE, count, BODY_BYTES, false);
    await sleep(REST_MS);
    const bytesPerMessage = (broker.residentBytes() - beforeBytes) / filled.count;
    const outPerSecond = await drainQueue(broker, QUEUE, filled.count);
    await deleteQueue(control, QUEUE);
    control.close();
    return { inPerSecond: filled.perSecond, outPerSecond, bytesPerMessage };
  } finally {
    await broker.stop();
  }
}
