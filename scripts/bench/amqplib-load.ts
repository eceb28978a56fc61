import { connect } from 'amqplib';

/** Half of an amqplib measurement in a process of its own: fork, send an AmqplibTask, get { count } messages back. */
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

process.once('message', (task: AmqplibTask) => {
  const work = task.role === 'publish' ? publish(task) : consume(task);
  work.then(
    (count) => process.send?.({ count }, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function publish(task: AmqplibTask): Promise<number> {
  const connection = await connect(task.url);
  const channel = task.confirmWindow > 0 ? await connection.createConfirmChannel() : await connection.createChannel();
  const body = Buffer.alloc(task.bodySizeBytes, 'x');
  const options = { persistent: task.isPersistent };
  const endsAt = performance.now() + task.durationMs;
  let count = 0;
  let inFlight = 0;
  let wake: (() => void) | null = null;
  const settled = (): void => {
    inFlight -= 1;
    wake?.();
    wake = null;
  };
  while (performance.now() < endsAt) {
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
  return count;
}

/** Ends when nothing came for a second after the first message; the quiet second is not counted. */
async function consume(task: AmqplibTask): Promise<number> {
  const connection = await connect(task.url);
  const channel = await connection.createChannel();
  if (task.prefetch > 0) await channel.prefetch(task.prefetch);
  let count = 0;
  let lastAt = performance.now();
  const startedAt = lastAt;
  await channel.consume(
    task.queue,
    (message) => {
      if (message === null) return;
      count += 1;
      lastAt = performance.now();
      if (task.prefetch > 0) channel.ack(message);
    },
    { noAck: task.prefetch === 0 },
  );
  process.send?.({ isReady: true });
  const quietMs = 1_000;
  while (performance.now() - lastAt < quietMs || performance.now() - startedAt < task.durationMs + quietMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await connection.close();
  return count;
}
