/**
 * Goal: a client can't tell the embedded broker from RabbitMQ in what it relies on.
 * Method: the same seeded sequence of operations, invalid ones included, is played to both, each in a fresh virtual host; all
 * answers are compared: counts, bodies, order, flags, x-death, reply codes and texts. A failing seed can be played again alone:
 * WARREN_SEED=17 npx vitest run --project integration e2e/differential, and 31-99 plays many.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '@/lib/base/seeded-random';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';
import { comparable } from './known-differences';
import { type Operation, randomOperations } from './operation';
import { Player } from './player';

const [firstSeed = 1, lastSeed = firstSeed] = (process.env['WARREN_SEED'] ?? '1-30').split('-').map(Number);
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, index) => firstSeed + index);
const operationsPerSeed = 80;

let warren: EmbeddedBroker;
let rabbitmq: RabbitmqServer;

beforeAll(async () => {
  [warren, rabbitmq] = await Promise.all([startEmbeddedBroker(), startRabbitmq()]);
});
afterAll(async () => {
  await Promise.all([warren?.stop(), rabbitmq?.stop()]);
});

async function play(broker: { amqpUrl: string; managementUrl: string }, seed: number, operations: readonly Operation[]): Promise<string[]> {
  const virtualHost = `seed-${seed}`;
  const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' };
  const put = (path: string, body: unknown) =>
    fetch(`${broker.managementUrl}/api/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect((await put(`vhosts/${virtualHost}`, {})).status).toBe(201);
  await put(`permissions/${virtualHost}/guest`, { configure: '.*', write: '.*', read: '.*' });
  const player = await Player.connect(`${broker.amqpUrl}/${virtualHost}`);
  try {
    return await player.play(operations);
  } finally {
    await player.close();
  }
}

describe('the same operations on both brokers', () => {
  it.each(seeds)('seed %d', async (seed) => {
    const operations = randomOperations(new SeededRandom(seed), operationsPerSeed);
    const [ours, theirs] = await Promise.all([play(warren, seed, operations), play(rabbitmq, seed, operations)]);
    const differences = operations.flatMap((operation, index) => {
      const [our, their] = [comparable(ours[index] ?? ''), comparable(theirs[index] ?? '')];
      return our === their ? [] : [`${index} ${JSON.stringify(operation)}\n  Warren:   ${our}\n  RabbitMQ: ${their}`];
    });
    expect(differences.join('\n')).toBe('');
  });
});
