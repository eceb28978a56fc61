import { describe, expect, it } from 'vitest';
import type { QueueAddress } from '../connector';
import { bodiesLeft, filledWithSix, idsOf, sixTexts, whereCapable, wholePage } from './capability-subject';
import { COUNTS_SETTLE, countsOf, declaredQueue, draft, drain, plainName, type Subject, textOf, withChannel } from './subject';

/** What only some brokers can. Without the capability the verb must say not-supported, and with it do what it says. */
export function capabilityCases(subject: () => Subject): void {
  describe('capabilities', () => {
    it('browse-without-effect: unacknowledged messages too, from either end', async () => {
      const queue = await filledWithSix(subject());
      const refused = () => subject().connector.browse(queue, { ...wholePage, order: 'newest' });
      await whereCapable(subject(), 'browse-without-effect', () => seesHeldMessages(subject(), queue), refused);
    });

    it('browse-by-time: begins at the first message that came in then or later', async () => {
      const queue = await filledWithSix(subject());
      const [d] = (await subject().connector.browse(queue, wholePage)).messages.filter((message) => textOf(message) === 'd');
      const since = (sinceMs: number) => subject().connector.browseSince(queue, { sinceMs, limit: 4, bodyLimitBytes: 1_000 });
      const capable = async () => {
        const atMs = d?.enqueuedAtMs ?? 0;
        const sameMs = await since(atMs);
        expect(sameMs.messages.map((message) => message.enqueuedAtMs ?? 0).filter((each) => each < atMs)).toEqual([]);
        expect(sameMs.messages[0]?.position).toBeLessThanOrEqual(3);
        const all = await since(0);
        expect([all.messages.map(textOf), all.next, all.totalCount]).toEqual([sixTexts.slice(0, 4), 4, sixTexts.length]);
        expect(await since(atMs + 3_600_000)).toMatchObject({ messages: [], next: null, totalCount: sixTexts.length });
        expect((await drain(subject(), queue)).map((delivery) => delivery.redelivered)).not.toContain(true);
      };
      await whereCapable(subject(), 'browse-by-time', capable, () => since(0));
    });

    it('message-by-id: one message whole, null when it is gone', async () => {
      const queue = await declaredQueue(subject());
      const body = 'x'.repeat(2_000_000);
      await subject().connector.publish('/', [draft('', queue.name, body)]);
      const [message] = (await subject().connector.browse(queue, wholePage)).messages;
      const read = () => subject().connector.readMessage(queue, message?.id ?? '');
      const capable = async () => {
        expect(textOf((await read()) ?? { bodyBase64: '' })).toBe(body);
        await drain(subject(), queue);
        expect(await read()).toBeNull();
      };
      await whereCapable(subject(), 'message-by-id', capable, read);
    });

    it('settle-by-id: the chosen ones go, the others stay untouched', async () => {
      const queue = await filledWithSix(subject());
      const ids = [...(await idsOf(subject(), queue, ['b', 'e'])), '999999'];
      const remove = () => subject().connector.removeMessages(queue, ids);
      const capable = async () => {
        expect(await remove()).toEqual(['removed', 'removed', 'gone']);
        const left = await drain(subject(), queue);
        expect(left.map((delivery) => delivery.content.body.toString())).toEqual(['a', 'c', 'd', 'f']);
        expect(left.map((delivery) => delivery.redelivered)).toEqual([false, false, false, false]);
      };
      await whereCapable(subject(), 'settle-by-id', capable, remove);
    });

    it('atomic-move: each message once, in the source or in its destination', () => movesEachOnce(subject()));

    it('replay-trace: follows a message to its acknowledgement', async () => {
      const queue = await declaredQueue(subject());
      const replayId = plainName('replay');
      const headers = [{ key: 'x-replay-id', value: { type: 'string', value: replayId } }] as const;
      await subject().connector.publish('/', [draft('', queue.name, 'x', { headers })]);
      const states = async () => (await subject().connector.traceReplays([replayId])).map((trace) => [trace.queue, trace.state]);
      const capable = async () => {
        expect(await states()).toEqual([[queue.name, 'enqueued']]);
        await drain(subject(), queue);
        await expect.poll(states, { timeout: 5_000 }).toEqual([[queue.name, 'acknowledged']]);
      };
      await whereCapable(subject(), 'replay-trace', capable, states);
    });

    it('bulk-read: every message, whole and in order, page by page', async () => {
      const queue = await filledWithSix(subject());
      const first = () => subject().connector.readBulk(queue, { after: null, limit: 4 });
      const capable = async () => {
        const start = await first();
        const rest = await subject().connector.readBulk(queue, { after: start.nextAfter, limit: 4 });
        const all = [...start.messages, ...rest.messages];
        expect(all.map((message) => Buffer.from(message.body).toString())).toEqual(sixTexts);
        expect(all.map((message) => message.properties().messageId)).toEqual(sixTexts);
        expect([start.totalCount, rest.nextAfter]).toEqual([sixTexts.length, null]);
        expect(all.map((message) => message.id)).toEqual(await idsOf(subject(), queue, sixTexts));
      };
      await whereCapable(subject(), 'bulk-read', capable, first);
    });
  });
}

/** A consumer holds the first two; a look shows them, marked, and changes nothing for it or for anybody. */
async function seesHeldMessages(subject: Subject, queue: QueueAddress): Promise<void> {
  await withChannel(subject, '/', async (channel) => {
    await channel.get(queue.name);
    await channel.get(queue.name);
    const { messages, totalCount } = await subject.connector.browse(queue, wholePage);
    expect(totalCount).toBe(sixTexts.length);
    expect(messages.map(textOf)).toEqual(sixTexts);
    expect(messages.map((message) => message.state)).toEqual(sixTexts.map((_, index) => (index < 2 ? 'unacknowledged' : 'ready')));
    const newest = await subject.connector.browse(queue, { ...wholePage, limit: 2, order: 'newest' });
    expect(newest.messages.map(textOf)).toEqual(['f', 'e']);
    await expect.poll(() => countsOf(subject, queue), COUNTS_SETTLE).toMatchObject({ messageCount: sixTexts.length - 2 });
  });
  const flags = (await drain(subject, queue)).map((delivery) => delivery.redelivered);
  expect(flags).toEqual([true, true, false, false, false, false]);
}

async function movesEachOnce(subject: Subject): Promise<void> {
  const queue = await filledWithSix(subject);
  const target = await declaredQueue(subject);
  const [b = '', c = '', d = ''] = await idsOf(subject, queue, ['b', 'c', 'd']);
  const setHeaders = [{ key: 'x-replay-id', value: { type: 'string', value: 'r1' } }] as const;
  const item = (id: string, routingKey: string) => ({ id, exchange: '', routingKey, setHeaders, replacement: null });
  const edited = { properties: { messageId: 'edited' }, bodyBase64: Buffer.from('D!').toString('base64') };
  const items = [
    item(b, target.name),
    item(c, plainName('nobody')),
    { ...item(d, target.name), replacement: edited },
    item('999999', target.name),
  ];
  const move = () =>
    subject.connector.moveMessages(queue, { items, setHeaders: [], removeHeaders: ['x-death'], dropProperties: ['expiration'] });
  const capable = async () => {
    const outcomes = await move();
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['moved', 'unroutable', 'moved', 'gone']);
    expect(outcomes[0]).toEqual({ outcome: 'moved', queues: [target.name] });
    expect(await bodiesLeft(subject, queue)).toEqual(['a', 'c', 'e', 'f']);
    const moved = await drain(subject, target);
    expect(moved.map((delivery) => [delivery.content.body.toString(), delivery.content.properties.messageId])).toEqual([
      ['b', 'b'],
      ['D!', 'edited'],
    ]);
    expect(moved.map((delivery) => delivery.content.properties.headers)).toEqual([setHeaders, setHeaders]);
  };
  await whereCapable(subject, 'atomic-move', capable, move);
}
