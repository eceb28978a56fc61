import { type ChannelModel, connect } from 'amqplib';
import { ApiClient, startConsole } from '../../e2e/support/console';
import { everything, OperationDesk } from '../../e2e/support/operations';
import { until } from '../../e2e/support/poll';
import { startRabbitmq } from '../../e2e/support/rabbitmq';
import type { BrokerSummary } from '../../lib/model/console';
import type { PlanRequest } from '../../lib/model/operations';
import { moveBarely } from './bare-mover';

/*
 * How fast dead letters are replayed, from the request for the plan to the last confirm. Starts the built console. Messages
 * of 1 KB die for real: published to a queue, rejected by its consumer. On RabbitMQ the replay is compared with a program
 * that does nothing but publish as many of the same messages with amqplib and confirms, and with a mover that passes the
 * same bytes on unread: more than that mover reaches, no client can.
 */
const bodyBytes = 1_024;
const unconfirmedMax = 2_000;
const prefetchCount = 1_000;
const replayTimeoutMs = 300_000;
const work = 'bench.work';
const dead = 'bench.dead';

type ReplayFigures = { readonly planMs: number; readonly runMs: number; readonly perSecond: number };

async function publishWithConfirms(connection: ChannelModel, queue: string, count: number): Promise<number> {
  const channel = await connection.createConfirmChannel();
  const body = Buffer.alloc(bodyBytes, 'x');
  const startedAt = performance.now();
  let unconfirmed = 0;
  let wake: (() => void) | null = null;
  for (let n = 0; n < count; n++) {
    channel.sendToQueue(queue, body, { persistent: true, contentType: 'text/plain', messageId: `m${n}` }, () => {
      unconfirmed -= 1;
      wake?.();
    });
    unconfirmed += 1;
    if (unconfirmed >= unconfirmedMax) await new Promise<void>((resolve) => (wake = resolve));
  }
  await channel.waitForConfirms();
  const perSecond = (count / (performance.now() - startedAt)) * 1_000;
  await channel.close();
  return perSecond;
}

/** `count` messages published to `work`, and rejected there into `dead`. @returns how fast they were published */
async function makeDeadLetters(amqpUrl: string, count: number): Promise<number> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createChannel();
  for (const queue of [work, dead]) await channel.deleteQueue(queue);
  await channel.assertQueue(dead, { durable: true });
  await channel.assertQueue(work, { durable: true, arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': dead } });
  const perSecond = await publishWithConfirms(connection, work, count);
  await channel.prefetch(prefetchCount);
  const { consumerTag } = await channel.consume(work, (message) => message && channel.nack(message, false, false));
  await until(`${count} dead letters`, async () => (await channel.checkQueue(dead)).messageCount === count, replayTimeoutMs);
  await channel.cancel(consumerTag);
  await connection.close();
  return perSecond;
}

/** The same dead letters anew, as a replay found them, moved by a program that does nothing else. */
async function measureMover(amqpUrl: string, count: number): Promise<number> {
  await makeDeadLetters(amqpUrl, count);
  const { hostname, port } = new URL(amqpUrl);
  return await moveBarely(hostname, Number(port), { from: dead, to: work, count });
}

async function replay(desk: OperationDesk, count: number): Promise<ReplayFigures> {
  const request: Pick<PlanRequest, 'kind' | 'queue' | 'selection' | 'destination'> = {
    ...{ kind: 'replay', queue: dead, selection: everything, destination: { kind: 'origin', via: 'queue' } },
  };
  const startedAt = performance.now();
  const plan = await desk.plan(request);
  const plannedAt = performance.now();
  const { state, stateReason, counts } = await desk.ended((await desk.start(plan)).id, replayTimeoutMs);
  const endedAt = performance.now();
  const arrived = counts.published + counts.consumed + counts.unknown;
  if (state !== 'completed' || arrived !== count)
    throw new Error(`The replay ended ${state} (${stateReason}) with ${JSON.stringify(counts)}`);
  return { planMs: plannedAt - startedAt, runMs: endedAt - plannedAt, perSecond: (count / (endedAt - plannedAt)) * 1_000 };
}

async function measureEmbedded(count: number): Promise<ReplayFigures> {
  const warren = await startConsole();
  try {
    await makeDeadLetters(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`, count);
    return await replay(new OperationDesk(await new ApiClient(warren.url).signIn(), 'embedded'), count);
  } finally {
    await warren.stop();
  }
}

type ComparedFigures = ReplayFigures & { readonly amqplibPerSecond: number; readonly moverPerSecond: number };

/** The replay beside what others reach on the same RabbitMQ. */
async function measureRabbitmq(count: number): Promise<ComparedFigures> {
  const [warren, rabbitmq] = await Promise.all([startConsole({ environment: { WARREN_EMBEDDED: 'off' } }), startRabbitmq()]);
  try {
    const amqplibPerSecond = await makeDeadLetters(rabbitmq.amqpUrl, count);
    const api = await new ApiClient(warren.url).signIn();
    const settings = { name: 'Rabbit', environment: 'development', colour: null, username: 'guest', password: 'guest' };
    const address = { managementUrl: rabbitmq.managementUrl, amqpUrl: rabbitmq.amqpUrl.replace('guest:guest@', '') };
    const { id } = await api.post<BrokerSummary>('/api/brokers', { ...settings, ...address });
    const figures = await replay(new OperationDesk(api, id), count);
    return { ...figures, amqplibPerSecond, moverPerSecond: await measureMover(rabbitmq.amqpUrl, count) };
  } finally {
    await Promise.all([warren.stop(), rabbitmq.stop()]);
  }
}

export const replays = {
  name: 'r replay',
  rows: [
    'embedded broker, plan, ms',
    'embedded broker, plan and run together, ms',
    'RabbitMQ, plan, ms',
    'RabbitMQ, replayed messages/s',
    'RabbitMQ, amqplib only publishing with confirms, messages/s',
    'RabbitMQ, replay against amqplib, %',
    'RabbitMQ, a bare mover (consume, publish, confirm, acknowledge), messages/s',
    'RabbitMQ, bare mover against amqplib, %',
  ],
} as const;

/** @returns one figure for each of `replays.rows` */
export async function measureReplays(count: number): Promise<readonly number[]> {
  const own = await measureEmbedded(count);
  const other = await measureRabbitmq(count);
  const share = (perSecond: number) => (perSecond / other.amqplibPerSecond) * 100;
  const embedded = [own.planMs, own.planMs + own.runMs];
  const replayed = [other.planMs, other.perSecond, other.amqplibPerSecond, share(other.perSecond)];
  return [...embedded, ...replayed, other.moverPerSecond, share(other.moverPerSecond)];
}
