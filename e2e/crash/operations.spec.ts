import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelModel } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../lib/base/seeded-random';
import type { BrokerSummary } from '../../lib/model/console';
import { operationLimits } from '../../lib/services/operations/operation-limits';
import { ApiClient, type RunningConsole, startConsole } from '../support/console';
import { connectClient, numbered, OperationDesk, publishAll } from '../support/operations';
import { until } from '../support/poll';
import { findRabbitmqServer, type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';

/*
 * Goal: no message is lost and none doubled unnoticed when the console is killed in the middle of an operation.
 * Method: kill -9 at moments drawn from a seed, start again on the same data, and let the operation go on by itself, several
 * times; then each message is looked for by its name in every place where it may be.
 */
const messageCount = 5_000;
const killCount = 2;
const killAfterMs = { min: 150, max: 900 }; // counted from when the console answers; the operation goes on before that
const ratePerSecond = 1_000; // slow enough that every kill hits it at work
const names = numbered('m', messageCount);

let dataDirectory: string;
let warren: RunningConsole | null = null;
let rabbitmq: RabbitmqServer | null = null;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'warren-crash-'));
});
afterEach(async () => {
  await warren?.stop();
  await rabbitmq?.stop();
  warren = rabbitmq = null;
  await rm(dataDirectory, { recursive: true, force: true });
});

const boot = async (environment: Record<string, string> = {}): Promise<RunningConsole> => {
  warren = await startConsole({ dataDirectory, environment });
  return warren;
};
const deskOf = async (running: RunningConsole, brokerId: string): Promise<OperationDesk> =>
  new OperationDesk(await new ApiClient(running.url).signIn(), brokerId);
const amqpUrlOf = (running: RunningConsole): string => `amqp://guest:guest@127.0.0.1:${running.amqpPort}`;

/** Kills and starts again `killCount` times while the operation runs, then waits for its end. */
async function endureKills(id: string, seed: number, brokerId: string, again: () => Promise<RunningConsole>): Promise<OperationDesk> {
  const random = new SeededRandom(seed);
  let hitCount = 0;
  for (let kill = 0; kill < killCount; kill += 1) {
    await sleep(killAfterMs.min + random.below(killAfterMs.max - killAfterMs.min));
    const { state } = await (await deskOf(warren!, brokerId)).read(id);
    if (state === 'running') hitCount += 1;
    await warren!.kill9();
    await again();
  }
  expect(hitCount).toBe(killCount); // else nothing was proven
  const desk = await deskOf(warren!, brokerId);
  expect(await desk.ended(id)).toMatchObject({ state: 'completed', counts: { total: messageCount, held: 0, gone: 0, returned: 0 } });
  return desk;
}

/** Acknowledges whatever comes; remembers how often each message came without the mark of a redelivery. */
class Eater {
  readonly firstDeliveries = new Map<string, number>();
  readonly names = new Set<string>();

  async eat(connection: ChannelModel, queue: string): Promise<void> {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    await channel.prefetch(100);
    await channel.consume(queue, (message) => {
      if (message === null) return;
      const name = message.content.toString();
      this.names.add(name);
      if (!message.fields.redelivered) this.firstDeliveries.set(name, (this.firstDeliveries.get(name) ?? 0) + 1);
      channel.ack(message);
    });
  }

  get doubled(): string[] {
    return [...this.firstDeliveries].filter(([, count]) => count > 1).map(([name]) => name);
  }
}

describe('the console with its broker inside', () => {
  it('replays each message exactly once, though it dies again and again', async () => {
    await boot();
    const connection = await connectClient(amqpUrlOf(warren!));
    const channel = await connection.createChannel();
    for (const queue of ['source', 'eaten', 'kept']) await channel.assertQueue(queue);
    await channel.assertExchange('shop', 'fanout');
    for (const queue of ['eaten', 'kept']) await channel.bindQueue(queue, 'shop', '');
    await publishAll(connection, { routingKey: 'source' }, names);
    const eater = new Eater();
    await eater.eat(connection, 'eaten');
    const desk = await deskOf(warren!, 'embedded');
    const destination = { kind: 'exchange' as const, exchange: 'shop', routingKey: null };
    const { id } = await desk.start(await desk.plan({ kind: 'replay', queue: 'source', destination }), { ratePerSecond });
    const after = await endureKills(id, 1, 'embedded', async () => {
      await boot();
      await eater.eat(await connectClient(amqpUrlOf(warren!)), 'eaten');
      return warren!;
    });
    expect(await after.browse('source')).toEqual([]);
    expect(await after.bodies('kept')).toEqual(names); // each once, and in order
    await until('everything to be eaten', () => eater.names.size === messageCount);
    await until('the queue to be empty', async () => (await after.browse('eaten')).length === 0);
    expect(eater.doubled).toEqual([]);
  });

  it('keeps each discarded message in the bin, and gives all back in order', async () => {
    await boot();
    const connection = await connectClient(amqpUrlOf(warren!));
    await (await connection.createChannel()).assertQueue('source');
    await publishAll(connection, { routingKey: 'source' }, names);
    const desk = await deskOf(warren!, 'embedded');
    const { id } = await desk.start(await desk.plan({ kind: 'discard', queue: 'source' }), { ratePerSecond });
    const after = await endureKills(id, 2, 'embedded', boot);
    expect(await after.browse('source')).toEqual([]);
    expect(await after.api.get('/api/brokers/embedded/bin?queue=source&limit=1')).toMatchObject({ totalCount: messageCount });
    expect((await after.control(id, 'restore')).counts).toMatchObject({ recalled: messageCount });
    expect(await after.bodies('source')).toEqual(names);
    expect(await after.api.get('/api/brokers/embedded/bin?queue=source&limit=1')).toMatchObject({ totalCount: 0 });
  });

  it('sends each edited message once, never beside its original, and keeps the original bytes', async () => {
    await boot();
    const connection = await connectClient(amqpUrlOf(warren!));
    const channel = await connection.createChannel();
    for (const queue of ['source', 'target']) await channel.assertQueue(queue);
    const originals = names.map((name) => JSON.stringify({ name }));
    await publishAll(connection, { routingKey: 'source' }, originals, () => ({ messageId: 'same' }));
    const desk = await deskOf(warren!, 'embedded');
    const edit = { bodyPatch: [{ op: 'add' as const, path: '/mended', value: true }], setHeaders: [], removeHeaders: [] };
    const destination = { kind: 'queue' as const, queue: 'target' };
    const { id } = await desk.start(await desk.plan({ kind: 'edit-and-replay', queue: 'source', destination, edit }), { ratePerSecond });
    const after = await endureKills(id, 4, 'embedded', boot);
    expect(await after.browse('source')).toEqual([]);
    expect(await after.bodies('target')).toEqual(names.map((name) => JSON.stringify({ name, mended: true })));
    expect(await after.api.get('/api/brokers/embedded/bin?queue=source&limit=1')).toMatchObject({ totalCount: messageCount });
    expect((await after.control(id, 'recall')).counts).toMatchObject({ recalled: messageCount });
    expect(await after.bodies('source')).toEqual(originals);
    expect(await after.browse('target')).toEqual([]);
  });

  it('goes on with an import, loses no line and marks each that may have arrived twice', async () => {
    await boot();
    const connection = await connectClient(amqpUrlOf(warren!));
    await (await connection.createChannel()).assertQueue('target');
    const lines = names.map((name) => ({ exchange: '', routingKey: '', properties: {}, bodyBase64: Buffer.from(name).toString('base64') }));
    const desk = await deskOf(warren!, 'embedded');
    const file = lines.map((line) => `${JSON.stringify({ ...line, properties: { deliveryMode: 2 } })}\n`).join('');
    const { id } = await desk.start(await desk.planImport(file, 'target'), { ratePerSecond });
    const after = await endureKills(id, 5, 'embedded', boot);
    const arrived = new Map<string, number>();
    for (const name of await after.bodies('target')) arrived.set(name, (arrived.get(name) ?? 0) + 1);
    expect([...arrived.keys()].sort()).toEqual(names);
    const entries = await after.ledger(id);
    const marked = new Set(entries.filter(({ isDuplicatePossible }) => isDuplicatePossible).map(({ index }) => names[index]!));
    expect([...arrived].filter(([name, count]) => count > 1 && !marked.has(name))).toEqual([]);
  });
});

describe.skipIf(findRabbitmqServer() === null)('the console beside RabbitMQ', () => {
  const withoutEmbedded = () => boot({ WARREN_EMBEDDED: 'off' });

  async function addRabbitmq(): Promise<OperationDesk> {
    const [running] = await Promise.all([withoutEmbedded(), startRabbitmq().then((server) => (rabbitmq = server))]);
    const api = await new ApiClient(running.url).signIn();
    const { managementUrl, amqpUrl } = rabbitmq!;
    const settings = { name: 'Rabbit', environment: 'development', colour: null, username: 'guest', password: 'guest' };
    const { id } = await api.post<BrokerSummary>('/api/brokers', {
      ...settings,
      managementUrl,
      amqpUrl: amqpUrl.replace('guest:guest@', ''),
    });
    return new OperationDesk(api, id);
  }

  it('loses nothing, and marks every message that may have arrived twice', async () => {
    const desk = await addRabbitmq();
    const connection = await connectClient(rabbitmq!.amqpUrl);
    const channel = await connection.createChannel();
    for (const queue of ['source', 'target']) await channel.assertQueue(queue);
    await publishAll(connection, { routingKey: 'source' }, names);
    const plan = await desk.plan({ kind: 'move', queue: 'source', destination: { kind: 'queue', queue: 'target' } });
    expect(plan.warnings).toContainEqual(expect.objectContaining({ code: 'duplicates-possible' }));
    const { id } = await desk.start(plan, { ratePerSecond });
    const after = await endureKills(id, 3, desk.brokerId, withoutEmbedded);
    const arrived = new Map<string, number>();
    for (;;) {
      const message = await channel.get('target', { noAck: true });
      if (!message) break;
      const name = message.content.toString();
      arrived.set(name, (arrived.get(name) ?? 0) + 1);
    }
    expect([...arrived.keys()].sort()).toEqual(names);
    expect((await channel.checkQueue('source')).messageCount).toBe(0);
    const entries = await after.ledger(id);
    const marked = new Set(entries.filter(({ isDuplicatePossible }) => isDuplicatePossible).map(({ index }) => names[index]!));
    const doubled = [...arrived].filter(([, count]) => count > 1).map(([name]) => name);
    expect(doubled.filter((name) => !marked.has(name))).toEqual([]);
    expect(marked.size).toBeLessThanOrEqual(killCount * operationLimits.batchSizeMax);
    expect(Math.max(...arrived.values())).toBeLessThanOrEqual(1 + killCount);
  });
});
