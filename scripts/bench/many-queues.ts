import { setTimeout as sleep } from 'node:timers/promises';
import { RawConnection } from '../../e2e/support/raw-connection';
import { type BrokerName, startBenchBroker } from './bench-broker';
import { declareQueue } from './queue-load';

export type ManyQueuesFigures = { readonly declaresPerSecond: number; readonly residentMegabytes: number };

const REST_MS = 2_000;

/** Declares `count` durable queues on one channel, each after the answer to the last; then the broker's resident memory. */
export async function measureManyQueues(name: BrokerName, count: number): Promise<ManyQueuesFigures> {
  const broker = await startBenchBroker(name);
  try {
    const raw = await RawConnection.open(broker.host, broker.port);
    const startedAtMs = performance.now();
    for (let number = 0; number < count; number++) await declareQueue(raw, `bench-durable-${number}`, true);
    const seconds = (performance.now() - startedAtMs) / 1_000;
    await sleep(REST_MS);
    const residentMegabytes = broker.residentBytes() / 2 ** 20;
    raw.close();
    return { declaresPerSecond: count / seconds, residentMegabytes };
  } finally {
    await broker.stop();
  }
}
