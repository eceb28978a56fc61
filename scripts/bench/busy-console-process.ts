import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { createYieldToBroker } from '../../lib/server/yield-to-broker';

/**
 * The broker's bundle in a worker thread, as the console starts it, beside a main thread that is busy for `burnMs` out of
 * every 200 ms, as rendering a large page would be. Fork, send a BusyConsoleTask; { isReady } comes back; ends when disconnected.
 */
const PERIOD_MS = 200;
const task = z.object({
  program: z.string(),
  environment: z.record(z.string(), z.string()),
  burnMs: z.number().min(0).max(PERIOD_MS),
});
export type BusyConsoleTask = z.infer<typeof task>;

process.once('message', (message) => {
  const { program, environment, burnMs } = task.parse(message);
  const worker = new Worker(program, { workerData: { environment } });
  const yieldToBroker = createYieldToBroker();
  worker.on('message', (report: { type?: string }) => {
    if (report.type === 'ready') {
      yieldToBroker();
      process.send?.({ isReady: true });
    }
    if (report.type === 'failed') process.exit(1);
  });
  worker.on('exit', () => process.exit(0));
  process.once('disconnect', () => worker.postMessage('stop'));
  setInterval(() => burn(burnMs), PERIOD_MS);
});

function burn(ms: number): void {
  const endsAtMs = performance.now() + ms;
  while (performance.now() < endsAtMs);
}
