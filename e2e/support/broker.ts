import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { collectOutput, hasExited, killAtExit, killGroup, stopGroup } from './child-process';
import { freePort } from './free-port';
import { until } from './poll';

const root = resolve(import.meta.dirname, '../..');
const START_ATTEMPTS_MAX = 3; // a free port can be taken by another process between choosing and listening
const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 20_000;

export type EmbeddedBroker = {
  readonly amqpUrl: string; // amqp://guest:guest@127.0.0.1:port
  readonly managementUrl: string; // http://127.0.0.1:port, without credentials
  readonly dataDirectory: string;
  readonly pid: number;
  /** Ends the process as a power failure would; resolves when it is gone. */
  kill9(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same ports and data. */
  restart(): Promise<void>;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
  /** Stops it politely and keeps its data. */
  halt(): Promise<void>;
};
export type EmbeddedBrokerOptions = {
  /** Added to the environment, e.g. WARREN_MEMORY_WATERMARK. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `source` runs what is in the tree now; `bundle` what scripts/build-broker.ts made of it. */
  readonly program?: 'source' | 'bundle';
};

/** Starts the embedded broker alone, in a process of its own on free ports with a temporary data directory. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions = {}): Promise<EmbeddedBroker> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'warren-broker-'));
  for (let attempt = 1; ; attempt++) {
    const broker = new BrokerProcess(options, dataDirectory, await freePort(), await freePort());
    try {
      await broker.start();
      return broker;
    } catch (error) {
      if (attempt < START_ATTEMPTS_MAX) continue;
      await rm(dataDirectory, { recursive: true, force: true });
      throw error;
    }
  }
}

class BrokerProcess implements EmbeddedBroker {
  readonly amqpUrl: string;
  readonly managementUrl: string;
  private child: ChildProcess | null = null;

  constructor(
    private readonly options: EmbeddedBrokerOptions,
    readonly dataDirectory: string,
    private readonly amqpPort: number,
    private readonly managementPort: number,
  ) {
    this.amqpUrl = `amqp://guest:guest@127.0.0.1:${amqpPort}`;
    this.managementUrl = `http://127.0.0.1:${managementPort}`;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('The broker is not running.');
    return this.child.pid;
  }

  async start(): Promise<void> {
    const program = this.options.program === 'bundle' ? ['dist/broker/main.mjs'] : ['--import', 'tsx', 'lib/broker/main.ts'];
    const child = spawn(process.execPath, program, {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        WARREN_AMQP_PORT: String(this.amqpPort),
        WARREN_MANAGEMENT_PORT: String(this.managementPort),
        WARREN_DATA_DIR: this.dataDirectory,
        WARREN_LOG_LEVEL: 'warn',
        ...this.options.environment,
      },
    });
    this.child = child;
    killAtExit(child);
    const output = collectOutput(child);
    const isReady = (): boolean => output().includes('is ready');
    const state = await until('the embedded broker', () => (hasExited(child) ? 'exited' : isReady() ? 'ready' : null), START_TIMEOUT_MS);
    if (state === 'exited') throw new Error(`The embedded broker did not start: ${output()}`);
  }

  async kill9(): Promise<void> {
    const child = this.child;
    if (child === null) return;
    this.child = null;
    if (hasExited(child)) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    killGroup(child, 'SIGKILL');
    await gone;
  }

  async restart(): Promise<void> {
    await this.halt();
    await this.start();
  }

  async halt(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (child !== null) await stopGroup(child, STOP_GRACE_MS);
  }

  async stop(): Promise<void> {
    await this.halt();
    await rm(this.dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  }
}
