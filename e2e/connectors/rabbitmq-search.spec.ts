/**
 * Goal: a search on a real RabbitMQ, which shows messages only to those who take them: it looks at each, gives all back in
 * their order, and does not believe statistics that are seconds old.
 */
import { connect } from 'amqplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createConnector } from '@/lib/connectors/registry';
import type { SearchScope } from '@/lib/model/search';
import { BackgroundSearch } from '@/lib/services/search/background-search';
import { runSearch } from '@/lib/services/search/run-search';
import { type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';

const messageCount = 450; // several pages
let server: RabbitmqServer;

beforeAll(async () => {
  server = await startRabbitmq();
});
afterAll(() => server.stop());

async function fill(queue: string, options: object): Promise<void> {
  const connection = await connect(server.amqpUrl);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, options);
  for (let n = 0; n < messageCount; n++) channel.sendToQueue(queue, Buffer.from(JSON.stringify({ n })), { headers: { n } });
  await channel.waitForConfirms();
  await connection.close();
}

async function drain(queue: string): Promise<readonly unknown[]> {
  const connection = await connect(server.amqpUrl);
  const channel = await connection.createChannel();
  const take = () => channel.get(queue, { noAck: true });
  const seen: unknown[] = [];
  for (let message = await take(); message; message = await take()) seen.push(JSON.parse(message.content.toString()).n);
  await connection.close();
  return seen;
}

async function searchOnce(queues: SearchScope['queues'], filter: string) {
  const access = { managementUrl: server.managementUrl, amqpUrl: server.amqpUrl, username: 'guest', password: 'guest' };
  const connector = createConnector('rabbitmq', access);
  let run: Promise<void> = Promise.resolve();
  const request = { scopes: [{ brokerId: 'b', queues, acceptsEffects: true }], filter, plain: null };
  const search = new BackgroundSearch(
    { id: 's', request, prepared: [{ effects: [], refusal: null }], startedBy: 'Ada' },
    {
      clock: { nowMs: () => Date.now() } as never,
      recipeOf: () => ({ kind: 'rabbitmq', config: access, reader: null }),
      openThread: (order, hear) => {
        const stopping = new AbortController();
        run = runSearch(connector, order, hear, stopping.signal);
        return { end: () => stopping.abort() };
      },
    },
  );
  search.run();
  await run;
  await connector.close();
  return search.describe();
}

it.each(['classic', 'quorum'])('looks at every message of a %s queue at once after they were published', async (type) => {
  const name = `search-${type}`;
  await fill(name, { durable: true, arguments: { 'x-queue-type': type } });
  const search = await searchOnce([{ virtualHost: '/', name }], 'body.n >= 440');
  expect(search).toMatchObject({ state: 'completed', lookedAtCount: messageCount, totalCount: messageCount, matchCount: 10 });
  expect(search.matches.map(({ message }) => message.position)).toEqual([440, 441, 442, 443, 444, 445, 446, 447, 448, 449]);
  expect(await drain(name)).toEqual(Array.from({ length: messageCount }, (_, n) => n));
});
