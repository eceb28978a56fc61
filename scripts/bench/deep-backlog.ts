import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../e2e/support/poll';
import { RawConnection } from '../../e2e/support/raw-connection';
import { type BenchBroker, startBenchBroker } from './bench-broker';
import { declareQueue, drainQueue, fillQueue } from './queue-load';

export type DeepBacklogFigures = {
  /** Greatest resident memory while it filled, waited and drained, in MB. */
  readonly residentPeakMegabytes: number;
  readonly diskFullMegabytes: number;
  readonly diskDrainedMegabytes: number;
};

const QUEUE = 'bench-deep';
const SAMPLE_MS = 50;
const SHRINK_MS_MAX = 60_000;
/** What is kept when nothing waits: the segment in use, its spares, one spill file, definitions. */
const DISK_AT_REST_MAX_MEGABYTES = 400;

/**
 * Fills one durable queue of Warren's broker with `count` messages, under a small memory watermark, and empties it again. An
 * alarm that the backlog itself keeps up would stall the fill and so is an error; so is a disk that does not shrink.
 */
export async function measureDeepBacklog(
  count: number,
  bodySizeBytes: number,
  isPersistent: boolean,
  watermarkBytes: number,
): Promise<DeepBacklogFigures> {
  const broker = await startBenchBroker('warren', { WARREN_MEMORY_WATERMARK: String(watermarkBytes) });
  const peak = watchResident(broker);
  try {
    const control = await RawConnection.open(broker.host, broker.port);
    await declareQueue(control, QUEUE, true);
    const filled = await fillQueue(broker, QUEUE, count, bodySizeBytes, isPersistent);
    const diskFullMegabytes = broker.diskBytes() / 2 ** 20;
    await drainQueue(broker, QUEUE, filled.count);
    await until('the disk to shrink', () => broker.diskBytes() / 2 ** 20 < DISK_AT_REST_MAX_MEGABYTES, SHRINK_MS_MAX);
    await sleep(SAMPLE_MS);
    control.close();
    return { residentPeakMegabytes: peak.stop(), diskFullMegabytes, diskDrainedMegabytes: broker.diskBytes() / 2 ** 20 };
  } finally {
    peak.stop();
    await broker.stop();
  }
}

function watchResident(broker: BenchBroker): { stop(): number } {
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, broker.residentBytes());
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peakBytes / 2 ** 20;
    },
  };
}
