import { describe, expect, it } from 'vitest';
import type { QueueAddress, TakenMessage, TakeSelection } from '../connector';
import { COUNTS_SETTLE, countsOf, declaredQueue, drain, fill, type Subject, textOf } from './subject';

const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const page = { from: 0, limit: 50, order: 'oldest', bodyLimitBytes: 10 } as const;

/** Taking messages out for an operation: nothing is lost, and what is not settled goes back in order. */
export function takeCases(subject: () => Subject): void {
  const take = async (queue: QueueAddress, selection: TakeSelection, settle: (text: string) => 'acknowledge' | 'requeue' | null) => {
    const taken = await subject().connector.take(queue, selection);
    const seen: string[] = [];
    for await (const page of taken) {
      for (const one of page) {
        const text = textOf(one.message);
        seen.push(text);
        const how = settle(text);
        if (how !== null) await taken.settle([one], how);
      }
    }
    await taken.close();
    return seen;
  };

  describe.each(['classic', 'quorum'] as const)('taking from a %s queue', (type) => {
    it('the first: acknowledged ones are gone, all others are back in their order', async () => {
      const queue = await declaredQueue(subject(), { type });
      await fill(subject(), queue, texts);
      const seen = await take(queue, { kind: 'first', count: 4 }, (text) =>
        text === 'b' ? 'acknowledge' : text === 'c' ? 'requeue' : null,
      );
      expect(seen).toEqual(['a', 'b', 'c', 'd']);
      await expect
        .poll(() => countsOf(subject(), queue), COUNTS_SETTLE)
        .toMatchObject({ messageCount: texts.length - 1, consumerCount: 0 });
      const left = (await drain(subject(), queue)).map((delivery) => delivery.content.body.toString());
      expect(left).toEqual(texts.filter((text) => text !== 'b'));
    });

    it('many at once: those that are acknowledged are gone, those between them are back', async () => {
      const queue = await declaredQueue(subject(), { type });
      await fill(subject(), queue, texts);
      const taken = await subject().connector.take(queue, { kind: 'first', count: texts.length });
      const all: TakenMessage[] = [];
      for await (const page of taken) all.push(...page);
      const chosen = (...wanted: string[]) => all.filter(({ message }) => wanted.includes(textOf(message)));
      await taken.settle(chosen('c', 'a', 'b', 'e'), 'acknowledge');
      await taken.settle(chosen('f'), 'requeue');
      await taken.settle(chosen('d', 'l'), 'acknowledge');
      await taken.close();
      expect((await drain(subject(), queue)).map((delivery) => delivery.content.body.toString())).toEqual(['f', 'g', 'h', 'i', 'j', 'k']);
    });

    it('chosen ones: those and no others, wherever they are', async () => {
      const queue = await declaredQueue(subject(), { type });
      await fill(subject(), queue, texts);
      const { messages } = await subject().connector.browse(queue, page);
      const ids = messages.filter((message) => ['c', 'k'].includes(textOf(message))).map((message) => message.id ?? '');
      expect(await take(queue, { kind: 'ids', ids: [...ids, 'missing'] }, () => 'acknowledge')).toEqual(['c', 'k']);
      const left = (await drain(subject(), queue)).map((delivery) => delivery.content.body.toString());
      expect(left).toEqual(texts.filter((text) => !['c', 'k'].includes(text)));
    });

    it('and stopping halfway gives everything back', async () => {
      const queue = await declaredQueue(subject(), { type });
      await fill(subject(), queue, texts);
      const taken = await subject().connector.take(queue, { kind: 'first', count: 10 });
      for await (const page of taken) if (page.some(({ message }) => textOf(message) === 'c')) break;
      await taken.close();
      await taken.close();
      expect((await drain(subject(), queue)).map((delivery) => delivery.content.body.toString())).toEqual(texts);
    });

    it('more than there are ends by itself', async () => {
      const queue = await declaredQueue(subject(), { type });
      await fill(subject(), queue, texts);
      expect(await take(queue, { kind: 'first', count: 1_000 }, () => 'acknowledge')).toEqual(texts);
      await expect.poll(() => countsOf(subject(), queue), COUNTS_SETTLE).toMatchObject({ messageCount: 0 });
    });
  });
}
