// Sets up what is missing before Warren starts or is tested: dependencies, database client, console build, broker bundle.
// Plain Node without imports of packages, because it runs before anything is installed. Each step is skipped when its
// inputs have not changed since it last succeeded, so a second start takes no build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const nodeVersionMin = [20, 19];
const buildWaitMs = 10 * 60_000;
const isTest = (name) => /\.(test|fuzz|spec)\.tsx?$/.test(name);

/** Says something on the way; standard output is kept for the one line at the end. */
export const say = (sentence) => process.stderr.write(`${sentence}\n`);

/** Ends with one sentence that says what to do. */
export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const isEnough = major > nodeVersionMin[0] || (major === nodeVersionMin[0] && minor >= nodeVersionMin[1]);
  return isEnough
    ? null
    : `Warren needs Node ${nodeVersionMin.join('.')} or newer; this is ${version}. Install a newer one from nodejs.org and run again.`;
}

export async function ensureDependencies() {
  const complaint = checkNode();
  if (complaint) giveUp(complaint);
  if (areDependenciesInstalled()) return;
  say('Installing dependencies …');
  await run(
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    'The dependencies could not be installed (npm ci).',
  );
}

/** Every package of the lock is there in its version; those for other platforms are marked optional. */
function areDependenciesInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version);
}

export async function ensureDatabaseClient() {
  const inputs = hashOf(['prisma/schema.prisma', 'package-lock.json']);
  await unlessDone(join(root, 'lib', 'db', 'generated', '.inputs'), inputs, async () => {
    say('Generating the database client …');
    // Prisma wants to download an engine that this step does not use; any program that exists keeps it from that.
    const environment = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: 'true', CHECKPOINT_DISABLE: '1' };
    const command = [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--schema', 'prisma/schema.prisma'];
    await run(process.execPath, command, 'The database client could not be generated (prisma generate).', environment);
  });
}

export async function ensureBroker() {
  const inputs = hashOf(['lib/broker', 'lib/amqp', 'lib/model', 'lib/base', 'scripts/build-broker.ts', 'package-lock.json']);
  await unlessDone(join(root, 'dist', 'broker', '.inputs'), inputs, async () => {
    say('Bundling the broker …');
    await run(process.execPath, ['--import', 'tsx', 'scripts/build-broker.ts'], 'The broker could not be bundled.');
  });
}

export async function ensureSearch() {
  const inputs = hashOf([
    ...['lib/services/search', 'lib/services/errors.ts', 'lib/connectors', 'lib/amqp', 'lib/model', 'lib/base'],
    ...['scripts/build-search.ts', 'package-lock.json'],
  ]);
  await unlessDone(join(root, 'dist', 'search', '.inputs'), inputs, async () => {
    await run(process.execPath, ['--import', 'tsx', 'scripts/build-search.ts'], "The search's thread could not be bundled.");
  });
}

export const buildDirectory = () => join(root, process.env.WARREN_BUILD_DIR ?? '.next');

const consoleStamp = () => join(buildDirectory(), 'warren-inputs');
const consoleInputs = () =>
  hashOf([
    ...['app', 'components', 'lib/base', 'lib/model', 'lib/db', 'lib/connectors', 'lib/services', 'lib/queries', 'lib/server', 'lib/amqp'],
    ...['instrumentation.ts', 'next.config.js', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json', 'prisma/schema.prisma'],
  ]);

export async function ensureConsole() {
  await unlessDone(consoleStamp(), consoleInputs(), async () => {
    say('Building the console; this takes a minute, once …');
    const environment = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
    await run(
      process.execPath,
      [join(root, 'node_modules/next/dist/bin/next'), 'build'],
      'The console could not be built (next build).',
      environment,
    );
  });
}

/**
 * What types and unit tests need: packages and the generated database client, no build. The types that an older build has
 * left speak of routes that may be gone.
 */
export async function setUpSources() {
  await ensureDependencies();
  await ensureDatabaseClient();
  if (readIfThere(consoleStamp()) !== consoleInputs()) rmSync(join(buildDirectory(), 'types'), { recursive: true, force: true });
}

/** Without the broker where it is left out: WARREN_EMBEDDED=off. */
export async function setUpAll({ withBroker } = { withBroker: true }) {
  await ensureDependencies();
  await withBuildLock(async () => {
    await ensureDatabaseClient();
    if (withBroker) await ensureBroker();
    await ensureSearch();
    await ensureConsole();
  });
}

/** Two starts from one checkout must not build into one directory; the second waits for the first. */
export async function withBuildLock(work) {
  const file = join(root, 'node_modules', '.cache', 'warren-build.lock');
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + buildWaitMs;
  let hasSaid = false;
  while (!takeLock(file)) {
    if (!hasSaid) say('Waiting for another start of Warren that is building …');
    hasSaid = true;
    if (Date.now() > deadline) giveUp(`Another start of Warren has been building for ten minutes. If there is none, remove ${file}.`);
    await sleep(250);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function takeLock(file) {
  try {
    writeFileSync(file, identityOf(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld(readIfThere(file))) rmSync(file, { force: true });
    return false;
  }
}

/**
 * By the very process that wrote it. Its number alone says little: it is used again, in a container often by the next start
 * itself, which would wait ten minutes for its own lock.
 */
export function isHeld(identity) {
  const pid = Number.parseInt(identity ?? '', 10);
  return isAlive(pid) && identityOf(pid) === identity;
}

/** `pid start-ticks`; without /proc the number alone. */
export function identityOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const startTicks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return startTicks === undefined ? String(pid) : `${pid} ${startTicks}`;
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const readIfThere = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

async function unlessDone(stampFile, inputs, work) {
  if (readIfThere(stampFile) === inputs) return;
  rmSync(stampFile, { force: true });
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, inputs);
}

/** Hash of names and contents of all files below these paths; tests are no input, generated files follow from one. */
export function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap((path) => filesBelow(join(root, path))).sort()) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return [];
  if (stats.isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).filter(
    ({ name }) => name !== 'generated' && !name.startsWith('.') && !isTest(name),
  );
  return entries.flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]));
}

/** Runs a step; its output is shown only when it fails. */
function run(program, args, complaint, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    const stop = () => child.kill();
    process.once('exit', stop);
    const fail = (reason) => giveUp(`${Buffer.concat(output).toString()}\n${complaint} ${reason} What it said is above.`);
    child.on('error', (error) => fail(`${error.message}.`));
    child.on('exit', (code, signal) => {
      process.off('exit', stop);
      if (code === 0) resolve();
      else fail(`It ended with ${signal ?? `code ${code}`}.`);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUpAll();
