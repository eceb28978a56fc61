import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RawConnection } from '../../e2e/support/raw-connection';
import { frameConstant, methodId } from '../../lib/amqp';
import type { BenchBroker } from './bench-broker';
import type { CrowdTask } from './crowd-process';
import { declareQueue, deleteQueue } from './queue-load';
import { untilConsumed } from './throughput';

const processPath = fileURLToPath(new URL('crowd-process.ts', import.meta.url));
const QUEUES_PER_CONNECTION = 10;
const BODY_BYTES = 100;

/**
 * 500 queues, 50 publishing and 50 consuming connections at once: deliveries a second over all, from the first publish to the
 * last delivery. Consumers are in this process, publishers in another; transient messages without acknowledgements.
 */
export async function measureCrowd(
  { host, port }: Pick<BenchBroker, 'host' | 'port'>,
  queueCount: number,
  durationMs: number,
): Promise<number> {
  const connectionCount = Math.ceil(queueCount / QUEUES_PER_CONNECTION);
  const queues = Array.from({ length: connectionCount }, (_, connection) =>
    Array.from({ length: QUEUES_PER_CONNECTION }, (_, number) => `bench-crowd-${connection}-${number}`),
  );
  const control = await RawConnection.open(host, port);
  for (const queue of queues.flat()) await declareQueue(control, queue, false);
  const consumed = { count: 0, firstAtMs: 0, lastAtMs: 0 };
  const consumers = await Promise.all(queues.map((own) => consume(host, port, own, consumed)));
  const child = fork(processPath, { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  try {
    child.send({ host, port, queues, bodySizeBytes: BODY_BYTES, durationMs } satisfies CrowdTask);
    await nextMessage(child, exited);
    const startedAtMs = performance.now();
    child.send('go');
    const { count } = (await nextMessage(child, exited)) as { count: number };
    const lastAtMs = await untilConsumed(consumed, count);
    return (count / (lastAtMs - startedAtMs)) * 1_000;
  } finally {
    child.kill();
    await exited;
    for (const consumer of consumers) consumer.close();
    for (const queue of queues.flat()) await deleteQueue(control, queue);
    control.close();
  }
}

async function nextMessage(child: ReturnType<typeof fork>, exited: Promise<unknown>): Promise<unknown> {
  const ended = exited.then(() => Promise.reject(new Error('The publishing process ended.')));
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message;
}

async function consume(host: string, port: number, queues: readonly string[], consumed: { count: number; lastAtMs: number }) {
  const raw = await RawConnection.open(host, port);
  raw.tap = (type, buffer, start) => {
    if (type !== frameConstant.method) return true;
    if (buffer.readUInt32BE(start) !== methodId['basic.deliver']) return false;
    consumed.count++;
    consumed.lastAtMs = performance.now();
    return true;
  };
  for (const queue of queues) {
    const options = { queue, consumerTag: '', noLocal: false, noAck: true, exclusive: false, noWait: false, arguments: [] };
    await raw.call({ name: 'basic.consume', ...options }, 'basic.consume-ok');
  }
  return raw;
}
