import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagePort, Worker } from 'node:worker_threads';
import * as z from 'zod';
import { createDeferred } from '../base/deferred';
import type { Environment } from './environment';
import type { Log } from './log';

/** After a crash: 1, 2, 4, 8, 15 s; a port in use is tried again at the same pace, because whoever holds it may go. */
const respawnFirstMs = 1_000;
const respawnMaxMs = 15_000;
/** More crashes than this within ten minutes and it stays down, with the reason: its store wants a person. */
const crashesMax = 5;
const crashWindowMs = 10 * 60_000;
const stopWaitMs = 10_000;
const consoleOnly = /^WARREN_(SECRET|ADMIN_)/;

const address = z.object({ host: z.string(), port: z.number().int() });
const workerMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), addresses: z.object({ amqp: z.array(address), management: z.array(address) }) }),
  z.object({ type: z.literal('failed'), code: z.string(), sentence: z.string() }),
  z.object({ type: z.literal('stopped') }),
]);

export type EmbeddedState =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly amqpPort: number; readonly managementPort: number }
  | { readonly state: 'failed'; readonly code: string; readonly sentence: string };

/**
 * The embedded broker in a worker thread: rendering never stalls delivery, and a broker that dies takes nobody along.
 *
 *   starting ── ready ──> ready ── exit ──> failed ── after a pause, at most five times in ten minutes ──> ready
 *           └── failed (a port in use …) ──> failed ── after a pause ──> ready
 */
export class EmbeddedBroker {
  #state: EmbeddedState;
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;
  #attemptCount = 0;
  #crashesAtMs: number[] = [];
  #isStopping = false;
  readonly #settled = createDeferred();
  #onChange: () => void = () => {};

  constructor(
    private readonly environment: Environment,
    private readonly log: Log,
  ) {
    this.#state = environment.isEmbeddedOn ? { state: 'starting' } : { state: 'off' };
  }

  get state(): EmbeddedState {
    return this.#state;
  }

  /** Settles when the first start has succeeded or failed. */
  get whenSettled(): Promise<void> {
    return this.#state.state === 'off' ? Promise.resolve() : this.#settled.promise;
  }

  /** Where the console itself reaches it. */
  get addresses(): { readonly amqpUrl: string; readonly managementUrl: string } | null {
    if (this.#state.state === 'off') return null;
    const host = consoleHost(this.environment.host);
    const { amqpPort, managementPort } = this.#state.state === 'ready' ? this.#state : this.environment;
    return { amqpUrl: `amqp://${host}:${amqpPort}`, managementUrl: `http://${host}:${managementPort}` };
  }

  /** Why it can't be reached now, in a sentence; null when it can. */
  get whyNot(): string | null {
    if (this.#state.state === 'failed') return this.#state.sentence;
    return this.#state.state === 'ready' ? null : 'The embedded broker is starting.';
  }

  /** `onChange` runs whenever it has started or failed. */
  start(onChange: () => void): void {
    this.#onChange = onChange;
    if (this.#state.state !== 'off') this.spawn();
  }

  /** For one thread that reads much: its end of a line to the broker (model/memory-request.ts); null while there is no broker. */
  openReader(): MessagePort | null {
    if (this.#state.state !== 'ready' || !this.#worker) return null;
    const { MessageChannel } = process.getBuiltinModule('node:worker_threads');
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ reader: port1 }, [port1]);
    return port2;
  }

  /** Lets it finish what it has taken, then ends it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    const worker = this.#worker;
    if (!worker) return;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('stop');
    const timer = setTimeout(() => void worker.terminate(), stopWaitMs);
    await exited;
    clearTimeout(timer);
  }

  private spawn(): void {
    const program = join(this.environment.rootDirectory, 'dist', 'broker', 'main.mjs');
    if (!existsSync(program)) {
      this.fail('not-built', `The broker's program ${program} is missing. Stop Warren and run npm start, which builds it.`);
      return;
    }
    // Not imported: the bundler would take the program for a module of its own and refuse a path it can't resolve.
    const threads = process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(program, { workerData: { environment: this.workerEnvironment() }, name: 'warren-broker' });
    this.#worker = worker;
    worker.on('message', (message: unknown) => this.hear(message));
    worker.on('error', (error) => this.log.error({ err: error }, 'the embedded broker crashed'));
    worker.on('exit', () => this.exited(worker));
  }

  /** The broker reads the same variables as when it runs alone; what only the console needs stays here. */
  private workerEnvironment(): Record<string, string> {
    const { host, amqpPort, managementPort, dataDirectory, logLevel } = this.environment;
    const inherited = Object.entries(process.env).filter(([name]) => name.startsWith('WARREN_') && !consoleOnly.test(name));
    return {
      ...Object.fromEntries(inherited.map(([name, value]) => [name, value ?? ''])),
      HOST: host ?? '',
      WARREN_AMQP_PORT: String(amqpPort),
      WARREN_MANAGEMENT_PORT: String(managementPort),
      WARREN_DATA_DIR: dataDirectory,
      WARREN_LOG_LEVEL: logLevel,
    };
  }

  private hear(message: unknown): void {
    const parsed = workerMessage.safeParse(message);
    if (!parsed.success) return;
    if (parsed.data.type === 'ready') this.ready(parsed.data.addresses);
    if (parsed.data.type === 'failed') this.fail(parsed.data.code, parsed.data.sentence);
  }

  private ready(addresses: { amqp: readonly { port: number }[]; management: readonly { port: number }[] }): void {
    const amqpPort = addresses.amqp[0]?.port ?? this.environment.amqpPort;
    const managementPort = addresses.management[0]?.port ?? this.environment.managementPort;
    this.#state = { state: 'ready', amqpPort, managementPort };
    this.#attemptCount = 0;
    this.log.debug({ amqpPort, managementPort }, 'the embedded broker is ready');
    this.#settled.resolve();
    this.#onChange();
  }

  private fail(code: string, sentence: string): void {
    this.#state = { state: 'failed', code, sentence };
    this.log.error({ code }, sentence);
    this.#settled.resolve();
    this.#onChange();
  }

  private exited(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    if (this.#isStopping) return;
    if (this.#state.state !== 'failed' && !this.noteCrash()) return;
    const pauseMs = Math.min(respawnMaxMs, respawnFirstMs * 2 ** Math.min(this.#attemptCount, 10));
    this.#attemptCount += 1;
    this.#timer = setTimeout(() => this.spawn(), pauseMs).unref();
  }

  /** False when it crashed too often. */
  private noteCrash(): boolean {
    const nowMs = Date.now();
    this.#crashesAtMs = [...this.#crashesAtMs.filter((atMs) => nowMs - atMs < crashWindowMs), nowMs];
    const isHopeless = this.#crashesAtMs.length > crashesMax;
    const sentence = isHopeless
      ? `The embedded broker stopped ${this.#crashesAtMs.length} times within ten minutes and stays down. The log says why; restart Warren to try again.`
      : 'The embedded broker stopped unexpectedly and is being started again.';
    this.fail('crashed', sentence);
    return !isHopeless;
  }
}

/** Any address of the machine includes the loopback one. */
function consoleHost(host: string | null): string {
  if (host === null || host === '0.0.0.0' || host === '::' || host === 'localhost') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
