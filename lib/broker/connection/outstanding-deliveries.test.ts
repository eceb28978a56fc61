// Goal: whoever never acknowledges can take neither all memory nor what others live on.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Broker } from '../broker';
import { ScriptedClient } from '../testing/scripted-client';
import { createTestBroker } from '../testing/test-broker';

/** Half of it is for unacknowledged deliveries, which take 320 B each and their content. */
const memoryLimitBytes = 2_000_000;
const deliveriesMax = 1_000_000 / 320;
const messageCount = 6_000;
const declaration = { passive: false, durable: false, exclusive: false, autoDelete: false, noWait: false, arguments: [] };
const consuming = { noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] };

let broker: Broker;
let hog: ScriptedClient;
beforeEach(async () => {
  broker = createTestBroker({ memoryLimitBytes });
  const publisher = await ScriptedClient.connect(broker);
  for (const queue of ['all', 'other']) await publisher.call({ name: 'queue.declare', queue, ...declaration }, 'queue.declare-ok');
  for (let count = 0; count < messageCount; count += 1) publisher.publish('', 'all', '');
  publisher.publish('', 'other', 'for others');
  hog = await ScriptedClient.connect(broker);
});

/** Until a while passes without a delivery. @returns how many came */
async function deliveries(client: ScriptedClient): Promise<number> {
  let count = 0;
  for (let quietTurns = 0; quietTurns < 5; quietTurns += 1) {
    await nextTurn();
    const arrived = client.inbox.splice(0).filter(({ method }) => method.name === 'basic.deliver').length;
    count += arrived;
    if (arrived > 0) quietTurns = 0;
  }
  return count;
}

const consume = (client: ScriptedClient, queue: string) =>
  client.call({ name: 'basic.consume', queue, consumerTag: '', ...consuming }, 'basic.consume-ok');

describe('unacknowledged deliveries', () => {
  it('of a consumer without a prefetch end where the room for them ends, and go on when it acknowledges', async () => {
    await consume(hog, 'all');
    const first = await deliveries(hog);
    expect(first).toBeGreaterThan(1_000);
    expect(first).toBeLessThanOrEqual(deliveriesMax);
    hog.send(1, { name: 'basic.ack', deliveryTag: 1_000, multiple: true });
    expect(await deliveries(hog)).toBeGreaterThanOrEqual(1_000 - 1);
    hog.send(1, { name: 'basic.ack', deliveryTag: 0, multiple: true });
    await deliveries(hog);
    hog.send(1, { name: 'basic.ack', deliveryTag: 0, multiple: true });
    const { messageCount: left } = await hog.call(
      { name: 'queue.declare', queue: 'all', ...declaration, passive: true },
      'queue.declare-ok',
    );
    expect(left).toBe(0);
  });

  it('are given in turn to those who take all they can get', async () => {
    const publisher = await ScriptedClient.connect(broker);
    await publisher.call({ name: 'queue.declare', queue: 'more', ...declaration }, 'queue.declare-ok');
    for (let count = 0; count < messageCount; count += 1) publisher.publish('', 'more', '');
    await consume(hog, 'all');
    await deliveries(hog);
    const second = await ScriptedClient.connect(broker);
    await consume(second, 'more');
    const share = await deliveries(second);
    for (let round = 0; round <= broker.connections.size; round += 1) {
      hog.send(1, { name: 'basic.ack', deliveryTag: 1_400 + round * 400, multiple: true });
      await deliveries(hog);
      expect(broker.virtualHosts.get('/')?.queues.get('all')?.readyCount).toBeGreaterThan(0);
      if ((await deliveries(second)) > 0) return;
    }
    expect.fail(`the second stays at its share of ${share}`);
  });

  it('of others go on when one holds all the room', async () => {
    await consume(hog, 'all');
    await deliveries(hog);
    const other = await ScriptedClient.connect(broker);
    await consume(other, 'other');
    const { body } = await other.receive('basic.deliver');
    expect(body.toString()).toBe('for others');
    const got = await other.call({ name: 'basic.get', queue: 'all', noAck: false }, 'basic.get-ok');
    expect(got.redelivered).toBe(false);
  });

  it('are few for each channel when the shares of many fill half as much again', async () => {
    await consume(hog, 'all');
    const held = await deliveries(hog);
    const counts: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      const client = await ScriptedClient.connect(broker);
      await consume(client, 'all');
      counts.push(await deliveries(client));
    }
    expect(counts[0]).toBe(1_000);
    expect(counts.slice(2)).toEqual([10, 10]);
    expect(held + counts.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(deliveriesMax * 1.5 + 2 * 10 + 1);
  });

  it('come to a consumer that was held up when another one gives back what it holds', async () => {
    await consume(hog, 'all');
    const held = await deliveries(hog);
    const waiting = await ScriptedClient.connect(broker);
    await consume(waiting, 'all');
    expect(await deliveries(waiting)).toBe(1_000);
    hog.transport.destroy();
    expect(await deliveries(waiting)).toBeGreaterThan(1_000);
    expect(held).toBeGreaterThan(1_000);
  });

  it('are refused to basic.get with 506 when the channel holds more than its share', async () => {
    await consume(hog, 'all');
    await deliveries(hog);
    hog.send(1, { name: 'basic.get', queue: 'all', noAck: false });
    const { method } = await hog.receive('channel.close');
    expect(method).toMatchObject({ replyCode: 506, replyText: expect.stringMatching(/^RESOURCE_ERROR - .*acknowledge some first/) });
  });
});
