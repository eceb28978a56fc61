import * as z from 'zod';
import { RawConnection } from '../../e2e/support/raw-connection';
import { frameConstant, methodId } from '../../lib/amqp';
import { publishBytes } from './publish-bytes';

/**
 * One side of a benchmark in a process of its own, told what to do over IPC. A publisher sends until its time is over and
 * then says how many; a consumer counts deliveries and says so every few milliseconds.
 */
const task = z.discriminatedUnion('role', [
  z.object({
    role: z.literal('publish'),
    host: z.string(),
    port: z.number(),
    exchange: z.string(),
    routingKeys: z.array(z.string()),
    bodySizeBytes: z.number(),
    isPersistent: z.boolean(),
    /** Publishes in flight before a confirm; 0: no confirms. */
    confirmWindow: z.number(),
    durationMs: z.number(),
    /** Ends early after this many, 0: no limit. */
    countMax: z.number(),
  }),
  z.object({
    role: z.literal('consume'),
    host: z.string(),
    port: z.number(),
    queues: z.array(z.string()),
    /** 0: without acknowledgements. */
    prefetch: z.number(),
    acknowledgeEvery: z.number(),
  }),
]);
export type LoadTask = z.infer<typeof task>;
type PublishTask = Extract<LoadTask, { role: 'publish' }>;
type ConsumeTask = Extract<LoadTask, { role: 'consume' }>;
export type LoadReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'published'; readonly count: number; readonly firstAtMs: number }
  | { readonly kind: 'consumed'; readonly count: number; readonly firstAtMs: number; readonly lastAtMs: number };

const BATCH_BYTES = 131_072;
const REPORT_MS = 10;
const say = (report: LoadReport): void => void process.send?.(report);
const nowMs = (): number => performance.timeOrigin + performance.now();

async function publish(options: PublishTask): Promise<void> {
  const raw = await RawConnection.open(options.host, options.port);
  const window = options.confirmWindow;
  if (window > 0) await raw.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
  const perBatch = batchCount(options);
  const batch = publishBytes(options.exchange, options.routingKeys, options.bodySizeBytes, options.isPersistent, perBatch);
  let sent = 0;
  let confirmed = 0;
  let wake: (() => void) | null = null;
  raw.tap = (type, buffer, start) => {
    if (type !== frameConstant.method || buffer.readUInt32BE(start) !== methodId['basic.ack']) return false;
    confirmed = buffer.readUInt32BE(start + 8);
    wake?.();
    return true;
  };
  say({ kind: 'ready' });
  await new Promise((resolve) => process.once('message', resolve));
  const firstAtMs = nowMs();
  while (nowMs() - firstAtMs < options.durationMs && (options.countMax === 0 || sent < options.countMax)) {
    raw.socket.write(batch);
    sent += perBatch;
    await raw.drained();
    while (window > 0 && sent - confirmed + perBatch > window) await new Promise<void>((resolve) => (wake = resolve));
  }
  while (window > 0 && confirmed < sent) await new Promise<void>((resolve) => (wake = resolve));
  say({ kind: 'published', count: sent, firstAtMs });
}

/** A batch is a whole number of rounds through the keys, at most a few socket buffers, and well within the confirm window. */
function batchCount({ bodySizeBytes, confirmWindow, routingKeys, countMax }: PublishTask): number {
  const byBytes = Math.max(1, Math.floor(BATCH_BYTES / (bodySizeBytes + 64)));
  const bounded = confirmWindow > 0 ? Math.min(byBytes, Math.max(1, Math.floor(confirmWindow / 10))) : byBytes;
  const count = Math.max(bounded, confirmWindow > 0 ? 0 : routingKeys.length);
  return countMax > 0 ? Math.min(count, countMax) : count;
}

async function consume(options: ConsumeTask): Promise<void> {
  const raw = await RawConnection.open(options.host, options.port);
  if (options.prefetch > 0) {
    await raw.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: options.prefetch, global: false }, 'basic.qos-ok');
  }
  let count = 0;
  let firstAtMs = 0;
  let lastTag = 0;
  raw.tap = (type, buffer, start, end) => {
    if (type !== frameConstant.method) return true;
    if (buffer.readUInt32BE(start) !== methodId['basic.deliver']) return false;
    if (count === 0) firstAtMs = nowMs();
    count++;
    if (options.prefetch === 0) return true;
    lastTag = buffer.readUInt32BE(start + 5 + (buffer[start + 4] as number) + 4);
    if (lastTag % options.acknowledgeEvery === 0) raw.send(1, { name: 'basic.ack', deliveryTag: lastTag, multiple: true });
    return end > 0;
  };
  for (const queue of options.queues) {
    const noAck = options.prefetch === 0;
    await raw.call(
      { name: 'basic.consume', queue, consumerTag: '', noLocal: false, noAck, exclusive: false, noWait: false, arguments: [] },
      'basic.consume-ok',
    );
  }
  let reported = -1;
  setInterval(() => {
    if (count === reported) return;
    reported = count;
    say({ kind: 'consumed', count, firstAtMs, lastAtMs: nowMs() });
  }, REPORT_MS);
  say({ kind: 'ready' });
}

process.once('message', (message) => {
  const options = task.parse(message);
  void (options.role === 'publish' ? publish(options) : consume(options));
});
process.once('disconnect', () => process.exit(0)); // whoever measured is gone
