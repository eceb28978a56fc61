import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashPassword } from 'better-auth/crypto';
import { systemClock } from '../base/clock';
import { type Database, openDatabase } from '../db/database';
import { DatabaseError } from '../db/database-error';
import { OperationEngine } from '../services/operations/operation-engine';
import { filterThreads } from '../services/search/filter-threads';
import { searchThreads } from '../services/search/open-search-thread';
import { SearchEngine } from '../services/search/search-engine';
import { Authentication } from './authentication/authentication';
import { noteFirstAdmin } from './authentication/note-first-admin';
import { SetupLink } from './authentication/setup-link';
import { SignInThrottle } from './authentication/sign-in-throttle';
import { Brokers } from './brokers';
import { EmbeddedBroker } from './embedded-broker';
import { type Environment, parseEnvironment } from './environment';
import { createLog } from './log';
import { type Runtime, setRuntime } from './runtime';
import { loadSecret } from './secret';
import { SecretBox } from './secret-box';
import { StartError } from './start-error';
import { createYieldToBroker } from './yield-to-broker';

const pruneIntervalMs = 3_600_000;
const seriesKeptMs = 24 * 3_600_000;
const auditKeptMs = 400 * 24 * 3_600_000; // a year and some weeks, for yearly reviews

/** Builds the runtime and starts what runs by itself. Throws StartError with a sentence for the person at the terminal. */
export async function boot(): Promise<Runtime> {
  const environment = parseEnvironment(process.env, process.cwd());
  const log = createLog(environment.logLevel);
  const database = await open(environment);
  try {
    const runtime = await assemble(environment, log, database);
    setRuntime(runtime);
    return runtime;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function open(environment: Environment): Promise<Database> {
  try {
    return await openDatabase({
      dataDirectory: environment.dataDirectory,
      migrationsDirectory: join(environment.rootDirectory, 'prisma', 'migrations'),
    });
  } catch (error) {
    if (error instanceof DatabaseError) throw new StartError(error.message, { cause: error });
    throw error;
  }
}

async function assemble(environment: Environment, log: Runtime['log'], database: Database): Promise<Runtime> {
  const { settings } = database;
  const secret = await loadSecret({ dataDirectory: environment.dataDirectory, given: environment.secret, settings });
  const clock = systemClock;
  const setupLink = new SetupLink();
  await makeFirstAdmin(environment, database, setupLink);
  const embedded = new EmbeddedBroker(environment, log);
  const brokers = new Brokers({ database, box: new SecretBox(secret), embedded, clock, log });
  const housekeeping = setInterval(() => void prune(database, log), pruneIntervalMs).unref();
  await prune(database, log);
  await brokers.open();
  const yieldToBroker = createYieldToBroker();
  embedded.start(() => {
    if (embedded.state.state === 'ready') yieldToBroker();
    brokers.embeddedChanged().catch((error: unknown) => log.error({ err: error }, 'the embedded broker could not be connected anew'));
  });
  const operations = new OperationEngine({
    database,
    brokers,
    clock,
    onFault: (error, operation) => log.error({ err: error, operation }, 'an operation failed unexpectedly'),
  });
  await operations.resumeInterrupted();
  const searches = new SearchEngine({
    clock,
    recipeOf: (brokerId) => brokers.recipeOf(brokerId),
    openThread: searchThreads(join(environment.rootDirectory, 'dist', 'search', 'search-thread.mjs'), (error) =>
      log.error({ err: error }, 'a search failed unexpectedly'),
    ),
  });
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    clearInterval(housekeeping);
    searches.close();
    await operations.stop();
    await brokers.close();
    await embedded.stop();
    await database.close();
  };
  return {
    environment,
    version: await readVersion(environment.rootDirectory),
    clock,
    log,
    database,
    authentication: new Authentication({ database, secret, port: environment.port, publicUrl: environment.publicUrl }),
    throttle: new SignInThrottle(clock, sleep),
    setupLink,
    brokers,
    operations,
    searches,
    openFilter: filterThreads(join(environment.rootDirectory, 'dist', 'search', 'filter-thread.mjs')),
    embedded,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** From the environment when it names one; else, while there are no accounts at all, a one-time link is offered. */
async function makeFirstAdmin(environment: Environment, database: Database, setupLink: SetupLink): Promise<void> {
  const { firstAdmin } = environment;
  if (firstAdmin && !(await database.people.findByEmail(firstAdmin.email))) {
    const passwordHash = await hashPassword(firstAdmin.password);
    const { email } = firstAdmin;
    const person = await database.people.insert({ name: 'Admin', email, role: 'admin', passwordHash });
    await noteFirstAdmin(database, { personId: person?.id ?? null, name: 'Admin', email, by: 'WARREN_ADMIN_EMAIL' });
  }
  if ((await database.people.count()) === 0) setupLink.open();
}

async function prune(database: Database, log: Runtime['log']): Promise<void> {
  try {
    const nowMs = systemClock.nowMs();
    await database.series.prune(nowMs - seriesKeptMs);
    await database.audit.prune(nowMs - auditKeptMs);
    await database.bin.prune(nowMs);
  } catch (error) {
    log.error({ err: error }, 'old series and audit entries could not be removed');
  }
}

async function readVersion(rootDirectory: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(rootDirectory, 'package.json'), 'utf8')) as { version: string };
  return version;
}
