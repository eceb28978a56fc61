// Goal: whatever happened to the files, the broker serves nothing that was not published, says what is lost, and works again.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import amqplib, { type ConsumeMessage } from 'amqplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SeededRandom } from '../../lib/base/seeded-random';
import { parseOptions, type RunningBroker, StartError, startBroker } from '../../lib/broker';

const queues = { classic: 'classic', quorum: 'quorum', stream: 'stream' } as const;
const messageCount = 60;
const DELIVERY_MS_MAX = 3_000;
const seeds = process.env.WARREN_SEED?.split('-').map(Number) ?? [1, 16];

let parent: string;
let template: string;
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'warren-garbled-'));
  template = join(parent, 'template');
  const { broker } = await start(template);
  const connection = await connect(broker);
  const channel = await connection.createConfirmChannel();
  for (const [queue, type] of Object.entries(queues)) {
    await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': type } });
    for (let number = 0; number < messageCount; number += 1)
      channel.sendToQueue(queue, bodyOf(queue, number), { persistent: true, messageId: `${queue}-${number}` });
  }
  await channel.waitForConfirms();
  await connection.close();
  await broker.stop();
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function bodyOf(queue: string, number: number): Buffer {
  const text = `${queue}-${number} `.repeat(1 + ((number * 37) % 300));
  return Buffer.from(`${createHash('sha256').update(text).digest('hex')}${text}`);
}

async function start(directory: string): Promise<{ broker: RunningBroker; said: string[] }> {
  const said: string[] = [];
  const environment = {
    HOST: '127.0.0.1',
    WARREN_AMQP_PORT: '0',
    WARREN_MANAGEMENT_PORT: '0',
    WARREN_DATA_DIR: directory,
  };
  const log = {
    info: () => undefined,
    warn: (sentence: string) => void said.push(sentence),
    error: (sentence: string) => void said.push(sentence),
  };
  return { broker: await startBroker(parseOptions(environment, directory), log), said };
}

const connect = (broker: RunningBroker) => amqplib.connect(`amqp://guest:guest@127.0.0.1:${broker.addresses.amqp[0]!.port}`);

/** One file that is not the lock gets one kind of damage within what was written of it. */
function damage(directory: string, random: SeededRandom): string {
  const segments = readdirSync(join(directory, 'messages')).map((name) => `messages/${name}`);
  const name = random.pick(['definitions.bin', 'definitions.bin', 'format-version', ...segments, ...segments]);
  const path = join(directory, name);
  const descriptor = openSync(path, 'r+');
  const used = usedBytes(descriptor);
  const at = random.below(used + 1);
  const length = 1 + random.below(Math.min(4_096, used + 1));
  const kinds: Record<string, () => void> = {
    delete: () => unlinkSync(path),
    truncate: () => ftruncateSync(descriptor, at),
    empty: () => ftruncateSync(descriptor, 0),
    flip: () => void writeSync(descriptor, Buffer.from([random.below(256)]), 0, 1, at),
    zero: () => void writeSync(descriptor, Buffer.alloc(length), 0, length, at),
    noise: () => void writeSync(descriptor, Buffer.from(Array.from({ length }, () => random.below(256))), 0, length, at),
  };
  const kind = random.pick(Object.keys(kinds));
  kinds[kind]!();
  closeSync(descriptor);
  return `${kind} ${name} at ${at} of ${used}, ${length} bytes`;
}

function usedBytes(descriptor: number): number {
  const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, 8_388_608));
  readSync(descriptor, bytes, 0, bytes.length, 0);
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}

/** @returns how many of the queue's messages came, each whole and once; null when there is no such queue */
async function survivors(broker: RunningBroker, queue: string): Promise<number | null> {
  const connection = await connect(broker);
  connection.on('error', () => undefined);
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    const { messageCount: ready } = await channel.checkQueue(queue);
    const got: ConsumeMessage[] = [];
    await channel.prefetch(1_000);
    const options = queue === 'stream' ? { arguments: { 'x-stream-offset': 'first' } } : {};
    await channel.consume(queue, (message) => void (message !== null && got.push(message)), options);
    for (let waitedMs = 0; got.length < ready && waitedMs < DELIVERY_MS_MAX; waitedMs += 20) await sleep(20);
    checkWhole(queue, got);
    return got.length;
  } catch (error) {
    if (error instanceof Error && error.message.includes('404')) return null;
    throw error;
  } finally {
    await connection.close();
  }
}

/** Not within the consumer: amqplib would take what it throws for an error of the channel. */
function checkWhole(queue: string, got: readonly ConsumeMessage[]): void {
  const ids = got.map(({ properties }) => String(properties.messageId));
  expect(new Set(ids).size).toBe(ids.length);
  for (const [index, { content }] of got.entries()) {
    const [, number] = ids[index]!.split('-');
    expect(content.equals(bodyOf(queue, Number(number))), ids[index]).toBe(true);
  }
}

async function worksAgain(directory: string, first: RunningBroker): Promise<void> {
  const connection = await connect(first);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue('after', { durable: true });
  channel.sendToQueue('after', bodyOf('after', 1), { persistent: true, messageId: 'after-1' });
  await channel.waitForConfirms();
  await connection.close();
  await first.stop();
  const { broker } = await start(directory);
  try {
    expect(await survivors(broker, 'after')).toBe(1);
  } finally {
    await broker.stop();
  }
}

/** Everything but the lock: name and size. */
const filesOf = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'lock')
    .map(({ parentPath, name }) => `${join(parentPath, name)} ${statSync(join(parentPath, name)).size}`)
    .toSorted();

const seedList = Array.from({ length: seeds.at(-1)! - seeds[0]! + 1 }, (_, index) => seeds[0]! + index);
it.each(seedList)('serves only what was published and says what is lost, seed %i', async (seed) => {
  const directory = join(parent, `seed-${seed}`);
  execFileSync('cp', ['-a', '--sparse=always', template, directory]);
  const what = damage(join(directory, 'broker'), new SeededRandom(seed * 7_919));
  const before = filesOf(directory);
  const started = await start(directory).catch((error: unknown) => error);
  if (!isStarted(started)) {
    expect(started, what).toBeInstanceOf(StartError);
    expect(String(started), what).toMatch(/backup/);
    expect(filesOf(directory), what).toEqual(before);
  } else {
    const found = [];
    for (const queue of Object.keys(queues)) found.push(await survivors(started.broker, queue));
    if (found.some((count) => count !== messageCount)) expect(started.said, `${what}: ${found}`).not.toEqual([]);
    await worksAgain(directory, started.broker);
  }
  rmSync(directory, { recursive: true, force: true });
});

const isStarted = (outcome: unknown): outcome is Awaited<ReturnType<typeof start>> =>
  typeof outcome === 'object' && outcome !== null && 'broker' in outcome;
