/** Goal: each draft gets the outcome that the broker gave it, or an honest `unknown`. Method: a scripted broker. */
import { afterEach, describe, expect, it } from 'vitest';
import type { MessageDraft } from '../../model/message';
import { AmqpConnection } from './amqp-connection';
import { amqpLimits } from './amqp-limits';
import { DraftPublisher } from './draft-publisher';
import { type Script, ScriptedBroker } from './testing/scripted-broker';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0)) await cleanUp();
});

async function connected(script: Script): Promise<AmqpConnection> {
  const broker = await ScriptedBroker.start(script);
  const connection = await AmqpConnection.open(broker.options);
  cleanups.push(
    () => connection.close(),
    () => broker.stop(),
  );
  return connection;
}

const draft = (text: string, exchange = 'x'): MessageDraft => ({
  exchange,
  routingKey: 'k',
  properties: {},
  bodyBase64: Buffer.from(text).toString('base64'),
});
const drafts = (...texts: string[]): MessageDraft[] => texts.map((text) => draft(text));
const ack = (deliveryTag: number, multiple = false) => ({ name: 'basic.ack', deliveryTag, multiple }) as const;
async function publishAll(connection: AmqpConnection, given: readonly MessageDraft[]) {
  const publisher = new DraftPublisher(connection);
  const outcomes = await publisher.publish(given);
  await publisher.close();
  return outcomes;
}
const outcomesOf = async (connection: AmqpConnection, given: readonly MessageDraft[]) =>
  (await publishAll(connection, given)).map((outcome) => outcome.outcome);

describe('publishing with confirms', () => {
  it('matches returns and multiple confirms to their messages', async () => {
    let count = 0;
    const connection = await connected((peer, channel, { headerPayload, body }) => {
      count += 1;
      if (count === 1) peer.send(channel, ack(1));
      if (body.toString() === 'lost') {
        const returned = { name: 'basic.return', replyCode: 312, replyText: 'NO_ROUTE', exchange: 'x', routingKey: 'k' } as const;
        peer.sendContent(channel, returned, headerPayload ?? Buffer.alloc(0), body);
      }
      if (count === 5) peer.send(channel, ack(5, true));
    });
    expect(await outcomesOf(connection, drafts('a', 'b', 'lost', 'c', 'd'))).toEqual([
      'confirmed',
      'confirmed',
      'returned',
      'confirmed',
      'confirmed',
    ]);
  });

  it('tells nack from ack, in any order', async () => {
    const held: number[] = [];
    let count = 0;
    const connection = await connected((peer, channel) => {
      count += 1;
      if (count === 1) return peer.send(channel, ack(1));
      held.push(count);
      if (count < 4) return;
      peer.send(channel, ack(4));
      peer.send(channel, { name: 'basic.nack', deliveryTag: 2, multiple: false, requeue: false });
      peer.send(channel, ack(3));
    });
    expect(await outcomesOf(connection, drafts('a', 'b', 'c', 'd'))).toEqual(['confirmed', 'refused', 'confirmed', 'confirmed']);
    expect(held).toEqual([2, 3, 4]);
  });

  it('says refused of the one that closed the channel, and goes on with the next on a new one', async () => {
    let sequence = 0;
    const connection = await connected((peer, channel, { method }) => {
      if (method.name !== 'basic.publish') return;
      sequence = method.exchange === 'missing' ? 0 : sequence + 1;
      if (sequence > 0) return peer.send(channel, ack(sequence));
      peer.send(channel, {
        name: 'channel.close',
        replyCode: 404,
        replyText: "NOT_FOUND - no exchange 'missing'",
        classId: 60,
        methodId: 40,
      });
    });
    expect(await outcomesOf(connection, [draft('a'), draft('b', 'missing'), draft('c')])).toEqual(['confirmed', 'refused', 'confirmed']);
  });

  it('says unknown of what was in flight when the channel ended', async () => {
    let count = 0;
    const connection = await connected((peer, channel, { method }) => {
      if (method.name !== 'basic.publish') return;
      count += 1;
      if (count === 1) peer.send(channel, ack(1));
      if (count === 3)
        peer.send(channel, { name: 'channel.close', replyCode: 406, replyText: 'PRECONDITION_FAILED', classId: 60, methodId: 40 });
    });
    expect(await outcomesOf(connection, drafts('a', 'b', 'c'))).toEqual(['confirmed', 'unknown', 'unknown']);
  });

  it('says of the rest that it was not sent when the connection ended', async () => {
    const connection = await connected((peer, channel, { method }) => {
      if (method.name !== 'basic.publish') return;
      if (method.exchange === 'x') peer.send(channel, ack(1));
      else peer.socket.destroy();
    });
    const outcomes = await publishAll(connection, [draft('a'), draft('b', 'y'), draft('c'), draft('d')]);
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['confirmed', 'unknown', 'refused', 'refused']);
    expect(outcomes[3]).toMatchObject({ reason: expect.stringContaining('was not sent') });
  });

  it('keeps no more in flight than its window', async () => {
    let inFlight = 0;
    let inFlightMax = 0;
    let sequence = 0;
    const connection = await connected((peer, channel, { method }) => {
      if (method.name !== 'basic.publish') return;
      inFlight += 1;
      inFlightMax = Math.max(inFlightMax, inFlight);
      setImmediate(() => {
        inFlight -= 1;
        sequence += 1;
        peer.send(channel, ack(sequence));
      });
    });
    const many = Array.from({ length: amqpLimits.unconfirmedCountMax * 4 }, (_, index) => draft(`m${index}`));
    expect(new Set(await outcomesOf(connection, many))).toEqual(new Set(['confirmed']));
    expect(inFlightMax).toBeGreaterThan(1);
    expect(inFlightMax).toBeLessThanOrEqual(amqpLimits.unconfirmedCountMax);
  });
});
