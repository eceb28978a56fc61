import * as z from 'zod';
import { RawConnection } from '../../e2e/support/raw-connection';
import { publishBytes } from './publish-bytes';

/**
 * Many publishing connections in one process, each with queues of its own: fork, send a CrowdTask; { isReady } comes back,
 * any message starts it, and { count } tells how many it published in its time.
 */
const task = z.object({
  host: z.string(),
  port: z.number(),
  /** The queues of each connection. */
  queues: z.array(z.array(z.string()).min(1)),
  bodySizeBytes: z.number(),
  durationMs: z.number(),
});
export type CrowdTask = z.infer<typeof task>;

process.once('disconnect', () => process.exit(0));
process.once('message', (message) => void run(task.parse(message)));

async function run({ host, port, queues, bodySizeBytes, durationMs }: CrowdTask): Promise<void> {
  const connections: RawConnection[] = [];
  for (const _ of queues) connections.push(await RawConnection.open(host, port));
  process.send?.({ isReady: true });
  await new Promise((resolve) => process.once('message', resolve));
  const endsAtMs = performance.now() + durationMs;
  const counts = await Promise.all(
    connections.map(async (raw, index) => {
      const keys = queues[index] ?? [];
      const round = publishBytes('', keys, bodySizeBytes, false, keys.length);
      let count = 0;
      while (performance.now() < endsAtMs) {
        raw.socket.write(round);
        count += keys.length;
        await raw.drained();
        await new Promise((resolve) => setImmediate(resolve)); // the other connections' turn
      }
      return count;
    }),
  );
  process.send?.({ count: counts.reduce((sum, count) => sum + count, 0) });
}
