import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../../e2e/support/poll';
import { EmbeddedBroker } from './embedded-broker';
import { parseEnvironment } from './environment';
import { createLog } from './log';

/** Programs that speak a broker's side of the worker's messages, in place of dist/broker/main.mjs. */
const prelude = `import { parentPort, workerData } from 'node:worker_threads';
const { environment } = workerData;
const at = (port) => [{ host: '127.0.0.1', port }];
const ready = () => parentPort.postMessage({ type: 'ready', addresses: { amqp: at(Number(environment.WARREN_AMQP_PORT)), management: at(15) } });
`;
const obedient = `${prelude}ready(); parentPort.on('message', (message) => { if (message === 'stop') process.exit(0); });`;

let rootDirectory = '';
let broker: EmbeddedBroker | null = null;
beforeEach(async () => {
  rootDirectory = await mkdtemp(join(tmpdir(), 'warren-embedded-'));
});
afterEach(async () => {
  await broker?.stop();
  await rm(rootDirectory, { recursive: true, force: true });
});

async function start(program: string | null, variables: Record<string, string> = {}) {
  const directory = join(rootDirectory, 'dist', 'broker');
  await mkdir(directory, { recursive: true });
  if (program !== null) await writeFile(join(directory, 'main.mjs'), program);
  const states: string[] = [];
  const started = new EmbeddedBroker(parseEnvironment({ WARREN_AMQP_PORT: '77', ...variables }, rootDirectory), createLog('silent'));
  broker = started;
  started.start(() => states.push(started.state.state));
  return { started, states };
}

it('gives the broker its settings but not the secrets of the console, and reaches it where it listens', async () => {
  process.env['WARREN_SECRET'] = 'not for the broker at all';
  const { started } = await start(`${prelude}if (!environment.WARREN_SECRET) ready(); parentPort.on('message', () => process.exit(0));`);
  delete process.env['WARREN_SECRET'];
  await started.whenSettled;
  expect(started.state).toEqual({ state: 'ready', amqpPort: 77, managementPort: 15 });
  expect(started.addresses).toEqual({ amqpUrl: 'amqp://127.0.0.1:77', managementUrl: 'http://127.0.0.1:15' });
  expect(started.whyNot).toBeNull();
});

it('starts a broker that crashed again, and says so meanwhile', async () => {
  const crashing = `${prelude}ready(); setTimeout(() => { throw new Error('crash') }, 20); `;
  const { started, states } = await start(crashing);
  await started.whenSettled;
  await until('the crash', () => states.includes('failed'));
  expect(started.whyNot).toMatch(/is being started again/);
  await writeFile(join(rootDirectory, 'dist', 'broker', 'main.mjs'), obedient);
  await until('the second start', () => states.at(-1) === 'ready', 5_000);
  expect(states).toEqual(['ready', 'failed', 'ready']);
});

it('says the sentence of a broker that cannot start, and tries again', async () => {
  const flag = JSON.stringify(join(rootDirectory, 'free'));
  const blocked = `${prelude}import { existsSync } from 'node:fs';
if (existsSync(${flag})) { ready(); parentPort.on('message', () => process.exit(0)); }
else { parentPort.postMessage({ type: 'failed', code: 'port-in-use', sentence: 'Port 77 is in use.' }); setImmediate(() => process.exit(1)); }`;
  const { started, states } = await start(blocked);
  await started.whenSettled;
  expect(started.state).toEqual({ state: 'failed', code: 'port-in-use', sentence: 'Port 77 is in use.' });
  await writeFile(join(rootDirectory, 'free'), '');
  await until('the port', () => states.at(-1) === 'ready', 5_000);
});

it('is off when it is left out, and says when it was never built', async () => {
  const { started } = await start(obedient, { WARREN_EMBEDDED: 'off' });
  await started.whenSettled;
  expect([started.state.state, started.addresses]).toEqual(['off', null]);
  const { started: unbuilt } = await start(null);
  await rm(join(rootDirectory, 'dist'), { recursive: true });
  unbuilt.start(() => {});
  expect(unbuilt.whyNot).toMatch(/is missing\. Stop Warren and run npm start/);
});
