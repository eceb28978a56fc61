import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectOutput, hasExited, killAtExit, killGroup, stopGroup } from './child-process';
import { freePort } from './free-port';
import { until } from './poll';

const SERVER_SCRIPTS = ['/usr/lib/rabbitmq/bin/rabbitmq-server', '/opt/homebrew/sbin/rabbitmq-server', '/usr/local/sbin/rabbitmq-server'];
const PORT_MAPPER = 'epmd'; // Erlang's, installed with it
const START_ATTEMPTS_MAX = 3; // a free port can be taken by another process between choosing and listening
const START_TIMEOUT_MS = 90_000;
const STOP_GRACE_MS = 10_000;

export type RabbitmqServer = {
  readonly amqpUrl: string; // amqp://guest:guest@127.0.0.1:port
  readonly managementUrl: string; // http://127.0.0.1:port, without credentials
  readonly directory: string; // its log is in log/
  /** The leader of the process group that holds Erlang's virtual machine. */
  readonly pid: number;
  /** Ends it as a power failure would; resolves when it is gone. */
  kill9(): Promise<void>;
  /** Begins to start it again on the same ports and data after kill9; its ports listen some time later. */
  startAgain(): void;
  stop(): Promise<void>;
};
export type RabbitmqOptions = {
  /** RabbitMQ's own default is 5000; less makes tests wait less for statistics. */
  readonly statisticsIntervalMs?: number;
  /** Besides its management plugin. */
  readonly plugins?: readonly string[];
  /** Lines added to rabbitmq.conf. */
  readonly configuration?: readonly string[];
};

/** Path of the server's start script, or null where RabbitMQ is not installed. */
export const findRabbitmqServer = (): string | null => SERVER_SCRIPTS.find((path) => existsSync(path)) ?? null;

/**
 * Starts a real RabbitMQ with its management plugin, alone in a temporary directory: own node name, ports, cookie and
 * port mapper (epmd), so that several run side by side and none touches an installed one. Ready when it resolves.
 */
export async function startRabbitmq(options: RabbitmqOptions = {}): Promise<RabbitmqServer> {
  const script = findRabbitmqServer();
  if (script === null) throw new Error('RabbitMQ is not installed: apt-get install rabbitmq-server');
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(script, options);
    } catch (error) {
      if (attempt >= START_ATTEMPTS_MAX) throw error;
    }
  }
}

type Ports = { readonly amqp: number; readonly management: number; readonly distribution: number; readonly epmd: number };

async function startOnce(script: string, options: RabbitmqOptions): Promise<RabbitmqServer> {
  const directory = await mkdtemp(join(tmpdir(), 'warren-rabbitmq-'));
  const ports: Ports = { amqp: await freePort(), management: await freePort(), distribution: await freePort(), epmd: await freePort() };
  await writeConfiguration(directory, ports, options);
  const environment = environmentOf(directory, ports);

  // epmd in the foreground as our own child; otherwise the first Erlang node would leave a daemon behind.
  const epmd = spawn(PORT_MAPPER, ['-port', String(ports.epmd), '-address', '127.0.0.1'], {
    env: environment,
    stdio: 'ignore',
    detached: true,
  });
  killAtExit(epmd);
  const spawnServer = (): ChildProcess => {
    const child = spawn(script, [], { env: environment, cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    killAtExit(child);
    return child;
  };
  let server = spawnServer();
  const output = collectOutput(server);
  const stop = async (): Promise<void> => {
    await stopGroup(server, STOP_GRACE_MS);
    await stopGroup(epmd, STOP_GRACE_MS);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  const managementUrl = `http://127.0.0.1:${ports.management}`;
  try {
    await whenReady(server, managementUrl);
  } catch (error) {
    await stop();
    throw new Error(`RabbitMQ did not start: ${output()}`, { cause: error });
  }
  return {
    amqpUrl: `amqp://guest:guest@127.0.0.1:${ports.amqp}`,
    managementUrl,
    directory,
    get pid() {
      return server.pid ?? 0;
    },
    kill9: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      killGroup(server, 'SIGKILL');
      await gone;
    },
    startAgain: () => {
      server = spawnServer();
      collectOutput(server); // reads what it writes, or it would stall at a full pipe
    },
    stop,
  };
}

async function writeConfiguration(directory: string, ports: Ports, options: RabbitmqOptions): Promise<void> {
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    `collect_statistics_interval = ${options.statisticsIntervalMs ?? 5_000}`,
    'log.console.level = error',
    // A test machine's disk may be nearly full; the alarm would block every publisher.
    'disk_free_limit.absolute = 50MB',
    ...(options.configuration ?? []),
  ];
  for (const name of ['home', 'mnesia', 'log', 'generated', 'schema']) await mkdir(join(directory, name));
  await writeFile(join(directory, 'rabbitmq.conf'), `${lines.join('\n')}\n`);
  await writeFile(join(directory, 'enabled_plugins'), `[${['rabbitmq_management', ...(options.plugins ?? [])].join(',')}].\n`);
  const cookie = join(directory, 'home', '.erlang.cookie');
  await writeFile(cookie, randomBytes(16).toString('hex').toUpperCase());
  await chmod(cookie, 0o400); // Erlang refuses a cookie that others may read
}

const environmentOf = (directory: string, ports: Ports): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  NODE_ENV: 'test',
  LANG: 'C.UTF-8',
  HOME: join(directory, 'home'),
  ERL_EPMD_PORT: String(ports.epmd),
  ERL_EPMD_ADDRESS: '127.0.0.1',
  RABBITMQ_NODENAME: `warren-${ports.amqp}@localhost`,
  RABBITMQ_DIST_PORT: String(ports.distribution),
  RABBITMQ_CONF_ENV_FILE: join(directory, 'no-such-file'), // keeps the machine's own configuration out
  RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
  RABBITMQ_ADVANCED_CONFIG_FILE: join(directory, 'advanced.config'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
  RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
  RABBITMQ_LOG_BASE: join(directory, 'log'),
  RABBITMQ_GENERATED_CONFIG_DIR: join(directory, 'generated'),
  RABBITMQ_SCHEMA_DIR: join(directory, 'schema'),
  RABBITMQ_PID_FILE: join(directory, 'pid'),
});

async function whenReady(server: ChildProcess, managementUrl: string): Promise<void> {
  const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
  await until(
    'the management API of RabbitMQ',
    async () => {
      if (hasExited(server)) return 'exited' as const;
      const answer = await fetch(`${managementUrl}/api/nodes`, { headers: { authorization }, signal: AbortSignal.timeout(5_000) });
      // The first statistics of the node are there: from then on every list answers.
      return answer.ok && ((await answer.json()) as { uptime?: number }[])[0]?.uptime !== undefined ? ('ready' as const) : null;
    },
    START_TIMEOUT_MS,
  ).then((state) => {
    if (state === 'exited') throw new Error('the server process ended');
  });
}
