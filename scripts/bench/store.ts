import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Message } from '../../lib/broker/message';
import { QueueEntry } from '../../lib/broker/queue-entry';
import { openStores } from '../../lib/broker/store/open-stores';

/**
 * The store alone, without sockets: durable messages a second at a window in flight, each acknowledged after its confirm;
 * declares a second; recovery of a million messages after kill -9. `tsx scripts/bench/store.ts`. Batches of 50, as read from
 * one chunk of a socket. CPU is all threads of the process.
 */
const queueId = 1;
const batchCount = 50;
const frameOverheadBytes = 30;
const measureMs = Number(process.env['MEASURE_MS'] ?? 3_000);

function contentOf(bodySizeBytes: number): Message {
  const bytes = Buffer.alloc(bodySizeBytes + frameOverheadBytes, 0x61);
  return new Message('', 'bench', bytes, 0, bytes.length, bodySizeBytes, bytes.length, 1, 0, -1);
}

async function durableRate(bodySizeBytes: number, window: number, doesAcknowledge: boolean): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'warren-bench-'));
  const stores = openStores(directory);
  const { messages } = stores;
  messages.recover();
  const message = contentOf(bodySizeBytes);
  let sequence = 0;
  let confirmedCount = 0;
  const runUntil = async (endMs: number): Promise<void> => {
    while (performance.now() < endMs) {
      await new Promise<void>((resolve) => {
        let group = 0;
        const entries: QueueEntry[] = [];
        for (let count = 0; count < batchCount; count++) {
          const entry = new QueueEntry(message, ++sequence, 1_700_000_000_000);
          group = messages.append(message, [queueId], [entry]);
          entries.push(entry);
        }
        messages.whenDurable(group, () => {
          confirmedCount += entries.length;
          if (doesAcknowledge) for (const entry of entries) messages.acknowledge(queueId, entry);
          resolve();
        });
      });
    }
  };
  const runAll = (ms: number) => Promise.all(Array.from({ length: window / batchCount }, () => runUntil(performance.now() + ms)));
  await runAll(measureMs / 3);
  const before = { confirmedCount, groups: messages.durableGroup, cpu: process.cpuUsage(), ms: performance.now() };
  await runAll(measureMs);
  const seconds = (performance.now() - before.ms) / 1_000;
  const count = confirmedCount - before.confirmedCount;
  const cpu = process.cpuUsage(before.cpu);
  const groups = (messages.durableGroup - before.groups) / seconds;
  console.log(
    `${String(bodySizeBytes).padStart(6)} B, ${String(window).padStart(4)} in flight, ${doesAcknowledge ? 'acknowledged' : 'kept        '}: ` +
      `${Math.round(count / seconds).toLocaleString('en-US')} durable messages/s, ${((cpu.user + cpu.system) / count).toFixed(2)} us CPU each, ` +
      `${Math.round(groups).toLocaleString('en-US')} groups/s, ${Math.round(messages.diskBytes / 2 ** 20)} MiB on disk`,
  );
  await stores.close();
  rmSync(directory, { recursive: true });
}

async function declareRate(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'warren-bench-'));
  const stores = openStores(directory);
  const { definitions } = stores;
  const startMs = performance.now();
  const count = 5_000;
  for (let number = 0; number < count; number++) {
    definitions.put('queue', `queue-${number}`, { id: definitions.nextQueueId(), durable: true, arguments: {} });
    await new Promise<void>((resolve) => definitions.whenDurable(resolve));
  }
  const oneByOneMs = performance.now() - startMs;
  await Promise.all(
    Array.from({ length: 10 * count }, (_, number) => {
      definitions.put('queue', `piped-${number}`, { id: definitions.nextQueueId(), durable: true, arguments: {} });
      return new Promise<void>((resolve) => definitions.whenDurable(resolve));
    }),
  );
  const pipedMs = performance.now() - startMs - oneByOneMs;
  const rate = (of: number, ms: number) => Math.round((of / ms) * 1_000).toLocaleString('en-US');
  console.log(`declares: ${rate(count, oneByOneMs)}/s one by one, ${rate(10 * count, pipedMs)}/s pipelined, each synced before it is told`);
  await stores.close();
  rmSync(directory, { recursive: true });
}

/** Fills a million messages and kills itself; or, as `recover`, opens what that left and says how long it took. */
async function fillAndDie(directory: string): Promise<void> {
  const { messages, definitions } = openStores(directory);
  messages.recover();
  definitions.put('queue', 'filled', { id: queueId });
  await new Promise<void>((resolve) => definitions.whenDurable(resolve));
  const message = contentOf(100);
  let group = 0;
  for (let sequence = 1; sequence <= 1_000_000; sequence++) {
    group = messages.append(message, [queueId], [new QueueEntry(message, sequence, 1_700_000_000_000)]);
    if (sequence % 5_000 === 0) await new Promise<void>((resolve) => messages.whenDurable(group, resolve));
  }
  process.kill(process.pid, 'SIGKILL');
}

async function recover(directory: string): Promise<void> {
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  const stores = openStores(directory);
  const recovery = stores.messages.recover();
  const recoverMs = performance.now() - startMs;
  const cpu = process.cpuUsage(cpuBefore);
  const queue = recovery.queues.get(queueId);
  console.log(
    `recovery of ${queue?.count.toLocaleString('en-US')} messages after kill -9: ${Math.round(recoverMs)} ms, ` +
      `${Math.round((cpu.user + cpu.system) / 1_000)} ms CPU, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB resident`,
  );
  if (queue === undefined) return;
  const page = Array.from({ length: 50 }, (_, row) => ({
    segment: queue.segment[500_000 + row] ?? 0,
    slot: queue.slot[500_000 + row] ?? 0,
  }));
  const pageMs = performance.now();
  stores.messages.loadMany(queueId, page);
  console.log(`page of 50 at 500,000: ${Math.round((performance.now() - pageMs) * 1_000)} us`);
  process.exit();
}

const self = fileURLToPath(import.meta.url);
const [task, given] = process.argv.slice(2);
if (task === 'fill' && given !== undefined) await fillAndDie(given);
else if (task === 'recover' && given !== undefined) await recover(given);
else {
  for (const [size, window] of [
    [16, 500],
    [1_024, 500],
    [1_024, 2_000],
    [16_384, 500],
  ] as const)
    await durableRate(size, window, true);
  await durableRate(1_024, 2_000, false);
  await declareRate();
  const directory = mkdtempSync(join(tmpdir(), 'warren-bench-'));
  const run = (name: string) => spawnSync(process.execPath, ['--import', 'tsx', self, name, directory], { stdio: 'inherit' });
  run('fill');
  for (let round = 0; round < 3; round++) run('recover');
  rmSync(directory, { recursive: true });
}
