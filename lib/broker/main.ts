import { isMainThread, MessagePort, parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import * as z from 'zod';
import { parseOptions, type RunningBroker, StartError, startBroker } from './index';
import type { Log } from './log';
import { askForShortSlice } from './thread-slice';

/**
 * The broker as a program of its own, or as a worker thread of the console.
 *
 *   worker:   workerData {environment} in; messages ready {addresses} | failed {code, sentence} | stopped out; 'stop' and
 *             {reader: port} in, a thread that reads in shared memory (model/memory-request.ts)
 *   program:  settings from the environment; one line when ready; SIGTERM and SIGINT stop it; exit code 1 with one sentence
 */
const workerInput = z.object({ environment: z.record(z.string(), z.string()) });
const orders = z.union([z.literal('stop'), z.object({ reader: z.instanceof(MessagePort) })]);

function createLog(level: string): Log {
  const logger = pino({ level, base: { part: 'broker' } }, pino.destination(2));
  return {
    info: (sentence) => logger.info(sentence),
    warn: (sentence) => logger.warn(sentence),
    error: (sentence, cause) => logger.error({ err: cause }, sentence),
  };
}

async function start(environment: Readonly<Record<string, string | undefined>>): Promise<RunningBroker> {
  const options = parseOptions(environment, process.cwd());
  const log = createLog(options.logLevel);
  const broker = await startBroker(options, log);
  await askForShortSlice(!isMainThread, log);
  return broker;
}

function explain(error: unknown): { code: string; sentence: string } {
  if (error instanceof StartError) return { code: error.code, sentence: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'internal', sentence: `The broker could not start: ${reason}` };
}

async function runAsWorker(port: NonNullable<typeof parentPort>): Promise<void> {
  const input = workerInput.parse(workerData);
  try {
    const broker = await start({ ...process.env, ...input.environment });
    port.on('message', (message: unknown) => {
      const order = orders.safeParse(message).data;
      if (order === undefined) return;
      if (order !== 'stop') return broker.answerOver(order.reader);
      void broker.stop().finally(() => {
        port.postMessage({ type: 'stopped' });
        port.close();
        setImmediate(() => process.exit(0));
      });
    });
    port.postMessage({ type: 'ready', addresses: broker.addresses });
  } catch (error) {
    port.postMessage({ type: 'failed', ...explain(error) });
    setImmediate(() => process.exit(1));
  }
}

async function runAsProgram(): Promise<void> {
  try {
    const broker = await start(process.env);
    const { amqp, management } = broker.addresses;
    process.stdout.write(`Warren's broker is ready: amqp://${authority(amqp)} · http://${authority(management)}\n`);
    const stop = (): void => void broker.stop().finally(() => process.exit(0));
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    process.stderr.write(`${explain(error).sentence}\n`);
    process.exitCode = 1;
    setImmediate(() => process.exit(1));
  }
}

function authority(addresses: readonly { host: string; port: number }[]): string {
  const [first] = addresses;
  if (first === undefined) return 'nowhere';
  return first.host.includes(':') ? `[${first.host}]:${first.port}` : `${first.host}:${first.port}`;
}

if (isMainThread) void runAsProgram();
else if (parentPort !== null) void runAsWorker(parentPort);
