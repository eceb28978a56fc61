import { connect } from 'amqplib';

/**
 * Half of an amqplib measurement in a process of its own: fork, send an AmqplibTask, get an AmqplibResult back. A consumer says
 * { isReady } first, and has to be told { expected } once the publisher knows how many there are.
 */
export type AmqplibTask = {
  readonly role: 'publish' | 'consume';
  readonly url: string;
  readonly queue: string;
  readonly bodySizeBytes: number;
  readonly isPersistent: boolean;
  readonly confirmWindow: number;
  readonly prefetch: number;
  readonly durationMs: number;
};

/** Both times are those of the machine's clock, in ms, so that they compare between processes: first publish, last delivery. */
export type AmqplibResult = { readonly count: number; readonly startedAt: number; readonly endedAt: number };

const nowMs = (): number => performance.timeOrigin + performance.now();

process.once('message', (task: AmqplibTask) => {
  const work = task.role === 'publish' ? publish(task) : consume(task);
  work.then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function publish(task: AmqplibTask): Promise<AmqplibResult> {
  const connection = await connect(task.url);
  const channel = task.confirmWindow > 0 ? await connection.createConfirmChannel() : await connection.createChannel();
  const body = Buffer.alloc(task.bodySizeBytes, 'x');
  const options = { persistent: task.isPersistent };
  const startedAt = nowMs();
  const endsAt = startedAt + task.durationMs;
  let count = 0;
  let inFlight = 0;
  let wake: (() => void) | null = null;
  const settled = (): void => {
    inFlight -= 1;
    wake?.();
    wake = null;
  };
  while (nowMs() < endsAt) {
    for (let burst = 0; burst < 100; burst += 1) {
      if (task.confirmWindow > 0) {
        while (inFlight >= task.confirmWindow) await new Promise<void>((resolve) => (wake = resolve));
        inFlight += 1;
        (channel as Awaited<ReturnType<typeof connection.createConfirmChannel>>).sendToQueue(task.queue, body, options, settled);
      } else if (!channel.sendToQueue(task.queue, body, options)) {
        await new Promise<void>((resolve) => channel.once('drain', resolve));
      }
      count += 1;
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  await channel.close();
  await connection.close();
  return { count, startedAt, endedAt: nowMs() };
}

/** Ends with the last of as many messages as the publisher says it sent. */
async function consume(task: AmqplibTask): Promise<AmqplibResult> {
  const connection = await connect(task.url);
  const channel = await connection.createChannel();
  if (task.prefetch > 0) await channel.prefetch(task.prefetch);
  let count = 0;
  let expected = Number.POSITIVE_INFINITY;
  const startedAt = nowMs();
  let endedAt = startedAt;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  process.once('message', (told: { readonly expected: number }) => {
    expected = told.expected;
    if (count >= expected) end();
  });
  await channel.consume(
    task.queue,
    (message) => {
      if (message === null) return;
      if (task.prefetch > 0) channel.ack(message);
      count += 1;
      endedAt = nowMs();
      if (count >= expected) end();
    },
    { noAck: task.prefetch === 0 },
  );
  process.send?.({ isReady: true });
  await ended;
  await connection.close();
  return { count, startedAt, endedAt };
}
