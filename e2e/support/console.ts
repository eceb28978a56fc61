import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiError } from '../../lib/model/console';
import { collectOutput, hasExited, killAtExit, killGroup, stopGroup } from './child-process';
import { freePort } from './free-port';
import { until } from './poll';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const startTimeoutMs = 150_000; // the first start of a checkout builds
const stopGraceMs = 20_000;

export const adminEmail = 'ada@example.org';
export const adminPassword = 'correct horse battery';

export type ConsoleOptions = {
  readonly port?: number;
  /** Kept after stop() when given; else a temporary one that goes with stop(). */
  readonly dataDirectory?: string;
  /** Added to the environment; undefined removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

export type RunningConsole = {
  readonly url: string; // http://127.0.0.1:port
  readonly port: number;
  readonly amqpPort: number;
  readonly managementPort: number;
  readonly dataDirectory: string;
  readonly pid: number;
  /** What it has written so far, standard output and error together. */
  output(): string;
  stop(): Promise<number | null>;
  /** SIGKILL to the whole process group: nothing is flushed. */
  kill9(): Promise<void>;
};

/** Boots the built console as `npm start` does, on free ports, with an admin; ready when it resolves. */
export async function startConsole(options: ConsoleOptions = {}): Promise<RunningConsole> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'warren-console-')));
  const ports = { port: options.port ?? (await freePort()), amqpPort: await freePort(), managementPort: await freePort() };
  const child = spawnConsole({ ...ports, dataDirectory, environment: options.environment ?? {} });
  const output = collectOutput(child, 100_000);
  const url = `http://127.0.0.1:${ports.port}`;
  await until('the console to be ready or to end', async () => hasExited(child) || (await isReady(url)), startTimeoutMs);
  if (hasExited(child)) throw new Error(`The console ended at its start: ${output()}`);
  const clean = async () => {
    if (!options.dataDirectory) await rm(dataDirectory, { recursive: true, force: true });
  };
  return {
    url,
    ...ports,
    dataDirectory,
    pid: child.pid ?? 0,
    output,
    stop: async () => {
      await stopGroup(child, stopGraceMs);
      await clean();
      return child.exitCode;
    },
    kill9: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      killGroup(child, 'SIGKILL');
      await gone;
      await clean();
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return (await fetch(`${url}/api/health`)).ok;
}

/** Runs a start that is expected to fail, to its end. */
export async function runConsoleToItsEnd(
  options: ConsoleOptions & { readonly port?: number },
): Promise<{ code: number | null; output: string }> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'warren-console-')));
  const ports = { port: options.port ?? (await freePort()), amqpPort: await freePort(), managementPort: await freePort() };
  const child = spawnConsole({ ...ports, dataDirectory, environment: options.environment ?? {} });
  const output = collectOutput(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (!options.dataDirectory) await rm(dataDirectory, { recursive: true, force: true });
  return { code, output: output() };
}

function spawnConsole(settings: {
  readonly port: number;
  readonly amqpPort: number;
  readonly managementPort: number;
  readonly dataDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): ChildProcess {
  const environment = {
    ...process.env,
    NODE_ENV: undefined, // vitest's own would reach the build
    NODE_OPTIONS: undefined,
    PORT: String(settings.port),
    WARREN_AMQP_PORT: String(settings.amqpPort),
    WARREN_MANAGEMENT_PORT: String(settings.managementPort),
    WARREN_DATA_DIR: settings.dataDirectory,
    WARREN_ADMIN_EMAIL: adminEmail,
    WARREN_ADMIN_PASSWORD: adminPassword,
    WARREN_LOG_LEVEL: 'warn',
    ...settings.environment,
  };
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
    cwd: root,
    env: environment as unknown as NodeJS.ProcessEnv, // undefined removes a variable
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  killAtExit(child);
  return child;
}

/** A browser without a page: keeps cookies, sends the console's own origin, reads JSON. */
export class ApiClient {
  #cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  /** Any status; the body as text when it is no JSON. */
  async send(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<ApiAnswer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        origin: this.url,
        'sec-fetch-site': 'same-origin',
        cookie: this.cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.keep(response.headers.getSetCookie());
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parseOr(text) };
  }

  /** The data of a 2xx answer; throws with the console's own sentence otherwise. */
  async get<Result>(path: string): Promise<Result> {
    return this.expect(await this.send('GET', path));
  }

  async post<Result>(path: string, body: unknown): Promise<Result> {
    return this.expect(await this.send('POST', path, body));
  }

  async signIn(email = adminEmail, password = adminPassword): Promise<this> {
    await this.post('/api/auth/sign-in/email', { email, password });
    return this;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/max-age=0\b/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(name.length + 1));
    }
  }

  private expect<Result>(answer: ApiAnswer): Result {
    if (answer.status >= 200 && answer.status < 300) return answer.body as Result;
    throw new Error(`${answer.status}: ${(answer.body as ApiError | null)?.message ?? JSON.stringify(answer.body)}`);
  }
}

export type ApiAnswer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

function parseOr(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
