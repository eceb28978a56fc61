import { setTimeout as sleep } from 'node:timers/promises';
import { RawConnection } from '../../e2e/support/raw-connection';
import { type BrokerName, startBenchBroker } from './bench-broker';
import { declareQueue, fillQueue, messageCount } from './queue-load';

const QUEUE = 'bench-crash';
const READY_MS_MAX = 120_000;
const ATTEMPT_MS_MAX = 60_000;
const RETRY_MS = 10;

/** Milliseconds from the start of the process after kill -9 until a passive declare shows all `count` persistent messages. */
export async function measureCrashRestart(name: BrokerName, count: number, bodySizeBytes: number): Promise<number> {
  const broker = await startBenchBroker(name);
  try {
    const control = await RawConnection.open(broker.host, broker.port);
    await declareQueue(control, QUEUE, true);
    control.close();
    const filled = await fillQueue(broker, QUEUE, count, bodySizeBytes, true);
    await broker.kill9();
    const startedAtMs = performance.now();
    broker.startAgain();
    while (performance.now() - startedAtMs < READY_MS_MAX) {
      const found = await countNow(broker.host, broker.port);
      if (found !== null && found < filled.count) throw new Error(`${found} of ${filled.count} confirmed messages came back.`);
      if (found !== null) return performance.now() - startedAtMs;
      await sleep(RETRY_MS);
    }
    throw new Error(`Not ready ${READY_MS_MAX} ms after kill -9.`);
  } finally {
    await broker.stop();
  }
}

/** Null while nobody listens, or the listener is not yet ready to answer. */
async function countNow(host: string, port: number): Promise<number | null> {
  const read = async (): Promise<number> => {
    const raw = await RawConnection.open(host, port);
    try {
      return await messageCount(raw, QUEUE);
    } finally {
      raw.close();
    }
  };
  return await Promise.race([read().catch(() => null), sleep(ATTEMPT_MS_MAX, null, { ref: false })]);
}
