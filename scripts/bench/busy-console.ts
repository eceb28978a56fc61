import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../e2e/support/free-port';
import type { BusyConsoleTask } from './busy-console-process';
import { measureSteadyRate, type SteadyLatency } from './steady-rate';

const processPath = fileURLToPath(new URL('busy-console-process.ts', import.meta.url));
const program = resolve(import.meta.dirname, '../../dist/broker/main.mjs');
const STOP_MS_MAX = 10_000;

/** The steady rate through a broker whose console's thread burns `burnMs` of every 200 ms. */
export async function measureBesideConsole(burnMs: number, seconds: number): Promise<SteadyLatency> {
  const directory = await mkdtemp(join(tmpdir(), 'warren-bench-'));
  const port = await freePort();
  const environment = {
    HOST: '127.0.0.1',
    WARREN_AMQP_PORT: String(port),
    WARREN_MANAGEMENT_PORT: String(await freePort()),
    WARREN_DATA_DIR: directory,
    WARREN_LOG_LEVEL: 'warn',
  };
  const child = fork(processPath, { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  try {
    const started = Promise.race([once(child, 'message').then(() => true), exited.then(() => false)]);
    child.send({ program, environment, burnMs } satisfies BusyConsoleTask);
    if (!(await started)) throw new Error('The broker beside the busy console did not start.');
    return await measureSteadyRate({ host: '127.0.0.1', port }, seconds);
  } finally {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await exited;
    clearTimeout(timer);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
