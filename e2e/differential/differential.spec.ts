/**
 * Goal: a client can't tell the embedded broker from RabbitMQ in what it relies on.
 * Method: the same seeded sequence of operations, invalid ones included, is played to both in step, each in a fresh virtual host; every
 * answer and all that can be seen after it is compared: counts, bodies, order, flags, headers, reply codes and texts, and at the end what
 * the HTTP API lists. A failing seed can be played again alone, and many at once:
 * WARREN_SEED=17 WARREN_TOPIC=streams npx vitest run --project integration e2e/differential, or WARREN_SEED=31-99.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';
import { type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';
import { duel } from './duel';
import { topics } from './topics';

const [firstSeed = 1, lastSeed = firstSeed] = (process.env['WARREN_SEED'] ?? '1-2').split('-').map(Number);
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, index) => firstSeed + index);
const played = topics.filter(({ name }) => (process.env['WARREN_TOPIC'] ?? name) === name);
const cases = played.flatMap((topic) => seeds.map((seed) => [seed, topic.name, topic] as const));
/** Several are played at once, and RabbitMQ may take seconds to deliver what came into a stream. */
const CASE_TIMEOUT_MS = 300_000;

let warren: EmbeddedBroker;
let rabbitmq: RabbitmqServer;

beforeAll(async () => {
  [warren, rabbitmq] = await Promise.all([startEmbeddedBroker(), startRabbitmq({ statisticsIntervalMs: 250 })]);
});
afterAll(async () => {
  await Promise.all([warren?.stop(), rabbitmq?.stop()]);
});

describe('the same on both brokers', () => {
  it.concurrent.each(cases)(
    'seed %d of %s',
    async (seed, _name, topic) => {
      expect(await duel([warren, rabbitmq], topic, seed)).toBe('');
    },
    CASE_TIMEOUT_MS,
  );
});
