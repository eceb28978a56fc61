import { measureBacklog } from './backlog';
import { type BenchBroker, type BrokerName, startBenchBroker } from './bench-broker';
import { measureBesideConsole } from './busy-console';
import { measureCrashRestart } from './crash-restart';
import { measureCrowd } from './crowd';
import { measureDeepBacklog } from './deep-backlog';
import { measureManyQueues } from './many-queues';
import { measureDepths } from './queue-depth';
import { measureSteadyRate, type SteadyLatency } from './steady-rate';

/** What starts brokers of its own, because it looks at their processes, kills them, or must begin from nothing. */
export type FurtherMeasurement = {
  readonly name: string;
  /** What `measure` returns, in its order: the table's rows. What it returns less of was not measured on that broker. */
  readonly rows: readonly string[];
  readonly measure: (broker: BrokerName) => Promise<readonly number[]>;
};

const STEADY_SECONDS = 15;
const CROWD_MS = 3_000;
/** Filling it deeper takes minutes a run, and several GB of memory. */
const RABBITMQ_DEPTH_MAX = 1_000_000;
const DEEP_COUNT = 5_000_000;
/** For the deep backlogs: an eighth of what the messages of 1 KB take. */
const DEEP_WATERMARK_BYTES = 671_088_640;

/** `scale` shrinks counts and times, to see in seconds that everything runs; such figures compare with nothing. */
export function furtherMeasurements(scale: number): readonly FurtherMeasurement[] {
  const scaled = (count: number): number => Math.max(1, Math.round(count * scale));
  const million = scaled(1_000_000);
  const depths = [...new Set([1_000, 100_000, 1_000_000, 5_000_000].map((depth) => Math.max(1_000, scaled(depth))))];
  const queueCount = scaled(10_000);
  const crowdCount = Math.max(10, scaled(500));
  return [
    {
      name: 'd backlog',
      rows: [`${whole(million)} × 100 B in, messages/s`, 'the same out, messages/s', 'memory per queued message, bytes'],
      measure: async (broker) => {
        const { inPerSecond, outPerSecond, bytesPerMessage } = await measureBacklog(broker, million);
        return [inPerSecond, outPerSecond, bytesPerMessage];
      },
    },
    {
      name: 'g steady',
      rows: ['delivery p50, µs', 'delivery p99, µs', 'confirm p50, µs', 'confirm p99, µs'],
      measure: (name) => withBroker(name, async (broker) => microseconds(await measureSteadyRate(broker, STEADY_SECONDS * scale))),
    },
    {
      name: 'h restart',
      rows: [`kill -9 with ${whole(million)} persistent messages to ready, ms`],
      measure: async (broker) => [await measureCrashRestart(broker, million, 100)],
    },
    {
      name: 'i durable queues',
      rows: [`declares/s of ${whole(queueCount)}`, 'resident memory with them, MB'],
      measure: async (broker) => {
        const { declaresPerSecond, residentMegabytes } = await measureManyQueues(broker, queueCount);
        return [declaresPerSecond, residentMegabytes];
      },
    },
    {
      name: 'j crowd',
      rows: [`${crowdCount} queues, ${2 * Math.ceil(crowdCount / 10)} connections, 100 B, messages/s`],
      measure: (name) => withBroker(name, async (broker) => [await measureCrowd(broker, crowdCount, CROWD_MS * scale)]),
    },
    {
      name: 'k depth',
      rows: depths.flatMap((depth) => [`publish and confirm at ${whole(depth)} deep, µs`, `get at ${whole(depth)} deep, µs`]),
      measure: async (broker) => {
        const measured = broker === 'rabbitmq' ? depths.filter((depth) => depth <= RABBITMQ_DEPTH_MAX) : depths;
        const figures = await measureDepths(broker, measured);
        return figures.flatMap(({ publishMicroseconds, getMicroseconds }) => [publishMicroseconds, getMicroseconds]);
      },
    },
  ];
}

/** Ours alone: RabbitMQ has no console thread beside it. The steady rate without, and beside 50 ms of work in every 200 ms. */
export const busyConsole = {
  name: 'l busy console',
  rows: ['delivery p50, µs', 'delivery p99, µs', 'confirm p50, µs', 'confirm p99, µs'],
  measure: async (isBurning: boolean, scale: number): Promise<readonly number[]> =>
    microseconds(await measureBesideConsole(isBurning ? 50 : 0, STEADY_SECONDS * scale)),
} as const;

/** Ours alone, each once: a backlog of millions under a small memory watermark. */
export const deepBacklog = {
  name: 'm deep backlog',
  rows: ['greatest resident memory, MB', 'disk when full, MB', 'disk when drained, MB'],
  watermarkMegabytes: DEEP_WATERMARK_BYTES / 2 ** 20,
  sides: ['100 B transient', '1 KB persistent'],
  measure: async (side: number, scale: number): Promise<readonly number[]> => {
    const count = Math.max(1, Math.round(DEEP_COUNT * scale));
    const figures = await measureDeepBacklog(count, side === 0 ? 100 : 1_024, side === 1, DEEP_WATERMARK_BYTES);
    return [figures.residentPeakMegabytes, figures.diskFullMegabytes, figures.diskDrainedMegabytes];
  },
} as const;

const microseconds = ({ delivery, confirm }: SteadyLatency): readonly number[] =>
  [delivery.p50, delivery.p99, confirm.p50, confirm.p99].map((ms) => ms * 1_000);

async function withBroker<T>(name: BrokerName, work: (broker: BenchBroker) => Promise<T>): Promise<T> {
  const broker = await startBenchBroker(name);
  try {
    return await work(broker);
  } finally {
    await broker.stop();
  }
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
