import { afterEach, expect, it } from 'vitest';
import type { BrowsedMessage } from '@/lib/model/message';
import { type EmbeddedBroker, startEmbeddedBroker } from '../support/broker';

/**
 * Moves are exact: the process is killed in the middle of many moves, and afterwards each message is in the one queue or
 * in the other, never in both and never in none. What was answered `moved` is in the destination.
 */
const messageCount = 3_000;
const batchCount = 50;
const rounds = 4;

let broker: EmbeddedBroker | null = null;
afterEach(async () => {
  await broker?.stop();
  broker = null;
});

async function call(path: string, method = 'GET', body?: unknown): Promise<unknown> {
  const response = await fetch(`${broker?.managementUrl}/api/${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

async function browseAll(queue: string): Promise<BrowsedMessage[]> {
  const messages: BrowsedMessage[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page = (await call(`queues/%2F/${queue}/messages?limit=500&truncate=64&after=${after}`)) as {
      messages: BrowsedMessage[];
      nextAfter: string | null;
    };
    messages.push(...page.messages);
    after = page.nextAfter;
  }
  return messages;
}

const nameOf = (message: BrowsedMessage): string => message.properties.messageId ?? '';

async function publishAll(): Promise<void> {
  for (const queue of ['source', 'target']) await call(`queues/%2F/${queue}`, 'PUT', { durable: true });
  let next = 0;
  const publisher = async () => {
    while (next < messageCount) {
      const properties = { delivery_mode: 2, message_id: `m${next++}` };
      await call('exchanges/%2F/amq.default/publish', 'POST', {
        properties,
        routing_key: 'source',
        payload: 'x',
        payload_encoding: 'string',
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, publisher));
}

/** Moves batch after batch until the connection breaks. Returns the names of those that were answered as moved. */
async function moveUntilKilled(killAfterBatches: number): Promise<Set<string>> {
  const confirmed = new Set<string>();
  const waiting = await browseAll('source');
  let batches = 0;
  try {
    for (let at = 0; at < waiting.length; at += batchCount) {
      const batch = waiting.slice(at, at + batchCount);
      if (batches++ === killAfterBatches) void broker?.kill9();
      const items = batch.map(({ id }) => ({ id, exchange: '', routingKey: 'target' }));
      const { results } = (await call('queues/%2F/source/messages/move', 'POST', { items })) as { results: { outcome: string }[] };
      for (const [index, result] of results.entries())
        if (result.outcome === 'moved') confirmed.add(nameOf(batch[index] as BrowsedMessage));
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch: the broker is gone, as meant
  }
  return confirmed;
}

it('keeps each message exactly once through kill -9 in the middle of moves', async () => {
  broker = await startEmbeddedBroker();
  await publishAll();
  const everConfirmed = new Set<string>();
  for (let round = 1; round <= rounds; round++) {
    for (const name of await moveUntilKilled(round * 3)) everConfirmed.add(name);
    await broker.restart();
    const left = (await browseAll('source')).map(nameOf);
    const arrived = (await browseAll('target')).map(nameOf);
    expect(new Set([...left, ...arrived]).size).toBe(messageCount);
    expect(left.length + arrived.length).toBe(messageCount);
    const there = new Set(arrived);
    expect([...everConfirmed].filter((name) => !there.has(name))).toEqual([]);
    expect(arrived.length).toBeGreaterThan(0);
  }
});
