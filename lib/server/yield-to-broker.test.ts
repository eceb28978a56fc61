import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** In a process of its own, because a nice value can't be lowered again. Also asks a thread that was there before. */
const program = `
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createYieldToBroker } from ${JSON.stringify(new URL('yield-to-broker.ts', import.meta.url).href)};
const broker = new Worker(\`
  import { getPriority } from 'node:os';
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', () => parentPort.postMessage(getPriority()));
\`, { eval: true });
await new Promise((resolve) => broker.once('online', resolve));
const before = getPriority();
const yieldToBroker = createYieldToBroker();
yieldToBroker();
const once = getPriority() - before;
yieldToBroker();
const twice = getPriority() - before;
broker.once('message', (nice) => {
  console.log(JSON.stringify({ once, twice, broker: nice - before }));
  process.exit(0);
});
broker.postMessage('tell');
`;

it.runIf(process.platform === 'linux')("lowers the console's thread once, and no thread that was there before", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: process.cwd(),
    timeout: 30_000,
  });
  expect(JSON.parse(stdout)).toEqual({ once: 5, twice: 5, broker: 0 });
});
