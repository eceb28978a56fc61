#!/usr/bin/env node
// npm start: sets up what is missing, serves the console, and through it starts the embedded broker.
//   --dev   serves from sources, rebuilding as they change

import { setTimeout as sleep } from 'node:timers/promises';
import { noteClientAddress } from './serving/client-address.mjs';
import { listenOn, parsePort } from './serving/listen.mjs';
import { secure } from './serving/security-headers.mjs';
import { ensureBroker, ensureDatabaseClient, ensureDependencies, ensureSearch, giveUp, root, setUpAll, withBuildLock } from './setup.mjs';

const stopWaitMs = 15_000;
const bootWaitMs = 60_000;
const brokerWaitMs = 60_000;
const isDevelopment = process.argv.includes('--dev');

process.chdir(root);
const { port: wantedPort, complaint } = parsePort(process.env.PORT || undefined);
if (complaint) giveUp(complaint);
await ensureDependencies();
if (isDevelopment) {
  await withBuildLock(async () => {
    await ensureDatabaseClient();
    await ensureBroker();
    await ensureSearch();
  });
} else {
  await setUpAll({ withBroker: process.env.WARREN_EMBEDDED !== 'off' });
}

process.env.NODE_ENV = isDevelopment ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
process.env.NEXT_MANUAL_SIG_HANDLE = 'true'; // else Next exits on SIGTERM before an asynchronous flush is done

let handleByNext = null;
const { servers, port } = await listenOn(process.env.HOST || null, wantedPort, handle).catch((error) => giveUp(error.message));
process.env.PORT = String(port); // boot reads it; with PORT=0 the system has just chosen

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop());
// Next reports on standard output, which is kept for the one line at the end.
console.log = isDevelopment ? console.error : () => {};
const { default: next } = await import('next');
const app = next({ dev: isDevelopment, dir: root, hostname: process.env.HOST || 'localhost', port, httpServer: servers[0], quiet: true });
await app.prepare();
handleByNext = app.getRequestHandler();
// The rebuilding browser speaks WebSocket, which Next listens for on the first server only.
if (isDevelopment) for (const server of servers.slice(1)) server.on('upgrade', (...args) => servers[0].emit('upgrade', ...args));
announce(await settledRuntime());

function handle(request, response) {
  secure(request, response, isDevelopment);
  noteClientAddress(request, Boolean(process.env.WARREN_PUBLIC_URL));
  if (!isWellEncoded(request.url ?? ''))
    return answer(response, 400, { code: 'invalid-input', message: 'The address is not well percent-encoded.' });
  if (handleByNext) return handleByNext(request, response);
  response.setHeader('retry-after', '1');
  answer(response, 503, { status: 'starting', code: 'broker-unreachable', message: 'The console is still starting.' });
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function isWellEncoded(url) {
  try {
    decodeURIComponent(url.split('?')[0]);
    return true;
  } catch {
    return false;
  }
}

function findRuntime() {
  return globalThis[Symbol.for('warren.runtime')] ?? null;
}

/**
 * The runtime, once the embedded broker has started or said why it can't. Next runs instrumentation.ts beside `prepare`;
 * it boots the console, or ends the process with a sentence of its own.
 */
async function settledRuntime() {
  const deadline = Date.now() + bootWaitMs;
  while (!findRuntime()) {
    if (Date.now() > deadline)
      giveUp('The console did not boot within a minute. Remove the build directory (.next) and run npm start again.');
    await sleep(20);
  }
  const runtime = findRuntime();
  let timer;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, brokerWaitMs);
  });
  await Promise.race([runtime.embedded.whenSettled, patience]);
  clearTimeout(timer);
  return runtime;
}

function announce({ embedded, environment, setupLink }) {
  const host = environment.host ?? 'localhost';
  const name = host.includes(':') ? `[${host}]` : host;
  const console_ = environment.publicUrl ?? `http://${name}:${port}`;
  const { state } = embedded;
  const brokerPart = {
    ready: () => `AMQP amqp://${name}:${state.amqpPort} · management API http://${name}:${state.managementPort}`,
    off: () => 'embedded broker off (WARREN_EMBEDDED)',
    starting: () => 'embedded broker still starting',
    failed: () => `embedded broker not running: ${state.sentence}`,
  }[state.state]();
  process.stdout.write(`Warren is ready: console ${console_} · ${brokerPart}\n`);
  if (setupLink.path)
    process.stdout.write(
      `There are no accounts yet. Make the first one at ${console_}${setupLink.path} (works once, until Warren stops).\n`,
    );
}

let isStopping = false;
/** Ends streams, keeps what is in flight, lets the broker finish its writes; a second signal does not wait. */
async function stop() {
  if (isStopping) process.exit(1);
  isStopping = true;
  setTimeout(() => process.exit(1), stopWaitMs).unref();
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  await findRuntime()?.stop();
  for (const server of servers) server.closeIdleConnections();
  setTimeout(() => servers.map((server) => server.closeAllConnections()), 1_000).unref();
  await Promise.all(closed);
  process.exit(0);
}
