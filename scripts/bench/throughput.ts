import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RawConnection } from '../../e2e/support/raw-connection';
import type { ClientMethod } from '../../lib/amqp';
import type { LoadReport, LoadTask } from './load-process';

/** What flows where in one measurement. */
export type Scenario = {
  readonly name: string;
  readonly bodySizeBytes: number;
  readonly isPersistent: boolean;
  readonly confirmWindow: number;
  /** 0: consumers without acknowledgements. */
  readonly prefetch: number;
  readonly acknowledgeEvery: number;
  readonly exchange: string;
  readonly routingKeys: readonly string[];
  readonly queues: readonly string[];
  /** How many queues each message reaches. */
  readonly copies: number;
  readonly durationMs: number;
  /** Declares what the scenario needs, on a fresh broker or one where the names are free. */
  readonly setUp: (
    call: (method: ClientMethod, answer: `${string}-ok` & Parameters<RawConnection['call']>[1]) => Promise<unknown>,
  ) => Promise<void>;
};

export type Throughput = {
  readonly name: string;
  readonly messages: number;
  readonly perSecond: number;
  readonly publishedPerSecond: number;
};

const loadProcess = fileURLToPath(new URL('load-process.ts', import.meta.url));
const STALL_MS = 20_000;

/** Deliveries over the time from the first publish to the last delivery, backlog included. */
export async function measureThroughput(host: string, port: number, scenario: Scenario): Promise<Throughput> {
  const control = await RawConnection.open(host, port);
  await scenario.setUp((method, answer) => control.call(method, answer));
  const consumer = await startLoad({
    role: 'consume',
    host,
    port,
    queues: [...scenario.queues],
    prefetch: scenario.prefetch,
    acknowledgeEvery: scenario.acknowledgeEvery,
  });
  const { exchange, bodySizeBytes, isPersistent, confirmWindow, durationMs } = scenario;
  const publish: LoadTask = {
    role: 'publish',
    host,
    port,
    exchange,
    routingKeys: [...scenario.routingKeys],
    bodySizeBytes,
    isPersistent,
    confirmWindow,
    durationMs,
    countMax: 0,
  };
  const publisher = await startLoad(publish);
  try {
    const consumed = latestOf(consumer);
    publisher.send('go');
    const published = await reportOf(publisher, 'published');
    const publishedAtMs = performance.timeOrigin + performance.now();
    const expected = published.count * scenario.copies;
    const lastAtMs = await untilConsumed(consumed, expected);
    const perSecond = (expected / (lastAtMs - published.firstAtMs)) * 1_000;
    const publishedPerSecond = (published.count / (publishedAtMs - published.firstAtMs)) * 1_000;
    return { name: scenario.name, messages: expected, perSecond, publishedPerSecond };
  } finally {
    publisher.kill();
    consumer.kill();
    await Promise.all([once(publisher, 'exit'), once(consumer, 'exit')]);
    for (const queue of scenario.queues)
      await control.call({ name: 'queue.delete', queue, ifUnused: false, ifEmpty: false, noWait: false }, 'queue.delete-ok');
    control.close();
  }
}

export async function startLoad(task: LoadTask): Promise<ChildProcess> {
  const child = fork(loadProcess, [], { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
  const ready = reportOf(child, 'ready');
  child.send(task);
  await ready;
  return child;
}

export function reportOf<Kind extends LoadReport['kind']>(child: ChildProcess, kind: Kind): Promise<Extract<LoadReport, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a load process ended with ${code}`)));
    child.on('message', (report: LoadReport) => {
      if (report.kind === kind) resolve(report as Extract<LoadReport, { kind: Kind }>);
    });
  });
}

type Consumed = { count: number; firstAtMs: number; lastAtMs: number };

export function latestOf(consumer: ChildProcess): Consumed {
  const latest: Consumed = { count: 0, firstAtMs: 0, lastAtMs: 0 };
  consumer.on('message', (report: LoadReport) => {
    if (report.kind === 'consumed') Object.assign(latest, { count: report.count, firstAtMs: report.firstAtMs, lastAtMs: report.lastAtMs });
  });
  return latest;
}

export async function untilConsumed(consumed: Consumed, expected: number): Promise<number> {
  let seen = consumed.count;
  let movedAtMs = Date.now();
  while (consumed.count < expected) {
    if (consumed.count !== seen) {
      seen = consumed.count;
      movedAtMs = Date.now();
    }
    if (Date.now() - movedAtMs > STALL_MS) throw new Error(`stalled at ${consumed.count} of ${expected} deliveries`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return consumed.lastAtMs;
}
