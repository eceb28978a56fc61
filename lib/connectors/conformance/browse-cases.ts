import { describe, expect, it } from 'vitest';
import type { QueueType } from '../../model/resources';
import type { QueueAddress } from '../connector';
import { everyHeader } from './publish-cases';
import { COUNTS_SETTLE, countsOf, declaredQueue, draft, drain, errorOf, fill, type Subject, textOf } from './subject';

const texts = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9', 'm10', 'm11'];
const firstPage = { from: 0, limit: 50, order: 'oldest', bodyLimitBytes: 1_000 } as const;

/** Looking into queues; what `browseIntrusiveness` declares is measured. */
export function browseCases(subject: () => Subject): void {
  describe('browsing', () => {
    it.each(['classic', 'quorum'] as const)('a %s queue does what its intrusiveness says, and no more', async (type) => {
      await measure(subject(), await filledQueue(subject(), type));
    });

    it('shows bodies cut and whole, headers with their types, and what is not UTF-8', async () => {
      const queue = await declaredQueue(subject());
      const binary = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
      const drafts = [draft('', queue.name, 'a long body', { headers: everyHeader }), draft('', queue.name, binary)];
      await subject().connector.publish('/', drafts);
      const { messages } = await subject().connector.browse(queue, { ...firstPage, bodyLimitBytes: 6 });
      expect(messages.map((message) => [textOf(message).slice(0, 6), message.bodySizeBytes])[0]).toEqual(['a long', 11]);
      expect(messages[0]?.properties.headers).toEqual(everyHeader);
      expect(messages[1]?.bodyBase64).toBe(binary.toString('base64'));
      expect(messages[0]).toMatchObject({ position: 0, state: 'ready', exchange: '', routingKey: queue.name });
      const { messages: bare } = await subject().connector.browse(queue, { ...firstPage, bodyLimitBytes: 0 });
      expect(bare.map((message) => [message.bodyBase64, message.bodySizeBytes])).toEqual([
        ['', 11],
        ['', 4],
      ]);
    });

    it('pages from the head', async () => {
      const queue = await filledQueue(subject(), 'classic');
      const page = { ...firstPage, limit: 5 };
      const first = await subject().connector.browse(queue, page);
      expect([first.messages.map(textOf), first.next, first.totalCount]).toEqual([texts.slice(0, 5), 5, texts.length]);
      const last = await subject().connector.browse(queue, { ...page, from: 10 });
      expect([last.messages.map(textOf), last.next]).toEqual([texts.slice(10), null]);
      expect((await subject().connector.browse(queue, { ...page, from: 40 })).messages).toEqual([]);
    });

    it('gives each message an id that stays', async () => {
      const queue = await declaredQueue(subject());
      await fill(subject(), queue, ['same', 'same', 'other']);
      const look = async () => (await subject().connector.browse(queue, firstPage)).messages.map((message) => message.id);
      const ids = await look();
      expect(new Set(ids).size).toBe(3);
      expect(ids).not.toContain(null);
      expect(await look()).toEqual(ids);
    });

    it('finds an empty queue empty', async () => {
      const queue = await declaredQueue(subject());
      expect(await subject().connector.browse(queue, firstPage)).toMatchObject({ messages: [], totalCount: 0, next: null });
    });

    it('reads a stream by offset, oldest and newest, and changes nothing', () => readsStreams(subject()));

    it.each(['classic', 'quorum', 'stream'] as const)('follows a %s queue, or says that it would change it', async (type) => {
      const queue = await filledQueue(subject(), type);
      const newest = (after: string | null) => subject().connector.readNewest(queue, { after, limit: 4, bodyLimitBytes: 1_000 });
      if ((await subject().connector.browseIntrusiveness(queue)).level !== 'none') {
        expect(await errorOf(newest(null))).toMatchObject({ code: 'not-supported' });
        return;
      }
      const start = await newest(null);
      expect(start.messages.map(textOf)).toEqual(['m11', 'm10', 'm9', 'm8']);
      await fill(subject(), queue, ['n0', 'n1', 'n2', 'n3', 'n4', 'n5']);
      const after = start.messages[0]?.id ?? null;
      await expect.poll(async () => (await newest(after)).messages.map(textOf), COUNTS_SETTLE).toEqual(['n5', 'n4', 'n3', 'n2']);
      const more = await newest(after);
      expect(more.skippedCount).toBe(2);
      expect(await newest(more.messages[0]?.id ?? null)).toMatchObject({ messages: [], skippedCount: 0 });
    });

    it('leaves a single active consumer alone, or changes nothing', async () => {
      const queue = await declaredQueue(subject(), { arguments: { 'x-single-active-consumer': true } });
      await fill(subject(), queue, ['one']);
      const { level } = await subject().connector.browseIntrusiveness(queue);
      if (level === 'none') expect((await subject().connector.browse(queue, firstPage)).messages).toHaveLength(1);
      else expect(await errorOf(subject().connector.browse(queue, firstPage))).toMatchObject({ code: 'not-supported' });
      const [delivery] = await drain(subject(), queue);
      expect(delivery?.redelivered).toBe(false);
    });
  });
}

async function filledQueue(subject: Subject, type: QueueType): Promise<QueueAddress> {
  const queue = await declaredQueue(subject, { type });
  await fill(subject, queue, texts);
  return queue;
}

/** Looks three times, then takes everything out and compares with what was declared before. */
async function measure(subject: Subject, queue: QueueAddress): Promise<void> {
  const declared = await subject.connector.browseIntrusiveness(queue);
  for (let look = 0; look < 3; look++) {
    const page = await subject.connector.browse(queue, firstPage);
    expect(page.messages.map(textOf)).toEqual(texts);
    expect(page.intrusiveness).toEqual(declared);
    await expect.poll(() => countsOf(subject, queue), COUNTS_SETTLE).toMatchObject({ messageCount: texts.length, consumerCount: 0 });
  }
  const deliveries = await drain(subject, queue);
  const isMarked = deliveries.some((delivery) => delivery.redelivered);
  expect(deliveries.map((delivery) => delivery.content.body.toString())).toEqual(texts);
  expect(isMarked).toBe(declared.level !== 'none');
  expect(declared.effects.length).toBeGreaterThan(0);
}

async function readsStreams(subject: Subject): Promise<void> {
  const queue = await filledQueue(subject, 'stream');
  expect(await subject.connector.browseIntrusiveness(queue)).toMatchObject({ level: 'none' });
  const page = { ...firstPage, limit: 5 };
  const oldest = await subject.connector.browse(queue, page);
  expect(oldest.messages.map(textOf)).toEqual(texts.slice(0, 5));
  expect(oldest.messages.map((message) => message.redelivered)).toEqual([false, false, false, false, false]);
  const following = await subject.connector.browse(queue, { ...page, from: oldest.next ?? -1 });
  expect(following.messages.map(textOf)).toEqual(texts.slice(5, 10));
  const newest = await subject.connector.browse(queue, { ...page, order: 'newest' });
  expect(newest.messages.map(textOf)).toEqual(texts.slice(-5).reverse());
}
