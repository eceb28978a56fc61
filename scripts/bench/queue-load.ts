import { once } from 'node:events';
import { until } from '../../e2e/support/poll';
import { RawConnection } from '../../e2e/support/raw-connection';
import type { BenchBroker } from './bench-broker';
import { latestOf, reportOf, startLoad, untilConsumed } from './throughput';

type Address = Pick<BenchBroker, 'host' | 'port'>;
export type Fill = { readonly count: number; readonly perSecond: number };

const FILL_MS_MAX = 400_000;
const CONFIRM_WINDOW = 2_000;

export async function declareQueue(raw: RawConnection, queue: string, durable: boolean): Promise<void> {
  const declaration = { queue, passive: false, durable, exclusive: false, autoDelete: false, noWait: false, arguments: [] };
  await raw.call({ name: 'queue.declare', ...declaration }, 'queue.declare-ok');
}

export async function deleteQueue(raw: RawConnection, queue: string): Promise<void> {
  await raw.call({ name: 'queue.delete', queue, ifUnused: false, ifEmpty: false, noWait: false }, 'queue.delete-ok');
}

/** What a passive declare says of a queue; an error when there is none. */
export async function messageCount(raw: RawConnection, queue: string): Promise<number> {
  const declaration = { queue, passive: true, durable: false, exclusive: false, autoDelete: false, noWait: false, arguments: [] };
  const answer = await raw.call({ name: 'queue.declare', ...declaration }, 'queue.declare-ok');
  return answer.name === 'queue.declare-ok' ? answer.messageCount : 0;
}

/** Publishes at least `count` to the queue from a process of its own; over when the queue holds them, persistent ones confirmed. */
export async function fillQueue(at: Address, queue: string, count: number, bodySizeBytes: number, isPersistent: boolean): Promise<Fill> {
  const control = await RawConnection.open(at.host, at.port);
  const before = await messageCount(control, queue);
  const publisher = await startLoad({
    role: 'publish',
    host: at.host,
    port: at.port,
    exchange: '',
    routingKeys: [queue],
    bodySizeBytes,
    isPersistent,
    confirmWindow: isPersistent ? CONFIRM_WINDOW : 0,
    durationMs: FILL_MS_MAX,
    countMax: count,
  });
  try {
    publisher.send('go');
    const published = await reportOf(publisher, 'published');
    const isFull = async (): Promise<boolean> => (await messageCount(control, queue)) - before >= published.count;
    await until('every published message to be in the queue', isFull, FILL_MS_MAX);
    const seconds = (performance.timeOrigin + performance.now() - published.firstAtMs) / 1_000;
    return { count: published.count, perSecond: published.count / seconds };
  } finally {
    publisher.kill();
    await once(publisher, 'exit');
    control.close();
  }
}

/** Consumes `count` without acknowledgements in a process of its own: deliveries a second from the first to the last. */
export async function drainQueue({ host, port }: Address, queue: string, count: number): Promise<number> {
  const consumer = await startLoad({ role: 'consume', host, port, queues: [queue], prefetch: 0, acknowledgeEvery: 0 });
  try {
    const consumed = latestOf(consumer);
    const lastAtMs = await untilConsumed(consumed, count);
    return (count / (lastAtMs - consumed.firstAtMs)) * 1_000;
  } finally {
    consumer.kill();
    await once(consumer, 'exit');
  }
}
