import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connector } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import { compileSearchFilter } from '../search/compile-filter';
import type { OpenFilter } from '../search/filter-threads';
import { toSearched } from '../search/searched-message';
import { freezeSelection } from './freeze-selection';

const queue = { virtualHost: '/', name: 'q' };
const filter = 'body.isThird && body.isWanted';

type Step = { readonly arrivals: number; readonly consumed: number };

/** A queue that goes on living between two pages: consumers take from its head, publishers add to its end. */
class LivingQueue {
  readonly messages: BrowsedMessage[] = [];
  private nextId = 0;

  constructor(
    count: number,
    private readonly steps: readonly Step[],
    private readonly pageSize: number,
  ) {
    this.publish(count);
  }

  private pagesRead = 0;

  readonly connector = {
    capabilities: new Set(['bulk-read', 'browse-without-effect', 'message-by-id']),
    browseIntrusiveness: async () => ({ level: 'none', effects: [] }),
    browse: async () => ({ messages: this.messages.slice(-1), totalCount: this.messages.length, next: null, intrusiveness: null }),
    readBulk: async (_queue: unknown, { after }: { after: string | null }) => {
      const rest = this.messages.filter(({ id }) => after === null || Number(id) > Number(after));
      const page = rest.slice(0, this.pageSize);
      const answer = {
        messages: page.map(toSearched),
        totalCount: this.messages.length,
        nextAfter: rest.length > page.length ? (page.at(-1)?.id ?? null) : null,
      };
      this.live(this.steps[this.pagesRead++]);
      return answer;
    },
  } as unknown as Connector;

  private live(step: Step = { arrivals: 1, consumed: 0 }): void {
    this.messages.splice(0, step.consumed);
    this.publish(step.arrivals);
  }

  private publish(count: number): void {
    for (let added = 0; added < count; added++) {
      const n = this.nextId++;
      const body = JSON.stringify({ n, isWanted: n % 2 === 0, isThird: n % 3 === 0 });
      this.messages.push({
        id: String(n),
        position: this.messages.length,
        state: n % 7 === 5 ? 'unacknowledged' : 'ready',
        redelivered: false,
        exchange: '',
        routingKey: 'q',
        properties: {},
        bodySizeBytes: body.length,
        bodyBase64: Buffer.from(body).toString('base64'),
        enqueuedAtMs: null,
        deliveryCount: null,
      });
    }
  }
}

/** The filter beside the test: its thread has tests of its own (filter-threads.test.ts). */
const openFilter: OpenFilter = (expression) => {
  const isWanted = compileSearchFilter(expression);
  return { ask: async (messages) => messages.map(isWanted), close: () => undefined };
};
const sourceOf = ({ connector }: LivingQueue) => ({ connector, queue, openFilter });

const isMeant = (n: number): boolean => n % 3 === 0 && n % 2 === 0 && n % 7 !== 5;

it('freezes what matched when it began: no message that came later, none missed that stayed, whatever happens between pages', async () => {
  const step = fc.record({ arrivals: fc.nat(8), consumed: fc.nat(6) });
  await fc.assert(
    fc.asyncProperty(fc.nat(120), fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 20 }), async (count, steps, pageSize) => {
      const living = new LivingQueue(count, steps, pageSize);
      const frozen: number[] = [];
      for await (const page of freezeSelection(sourceOf(living), { kind: 'filter', filter }, 0)) {
        frozen.push(...page.map(({ id }) => Number(id)));
      }
      const still = new Set(living.messages.map(({ id }) => Number(id)));
      const expected = Array.from({ length: count }, (_, n) => n).filter(isMeant);
      expect(frozen).toEqual([...new Set(frozen)].sort((a, b) => a - b));
      // The newest of then may be consumed before it is reached: only then does the count end it, and nothing later may slip in.
      if (still.has(count - 1)) expect(frozen.filter((n) => n >= count)).toEqual([]);
      expect(frozen.filter((n) => !isMeant(n))).toEqual([]);
      expect(expected.filter((n) => still.has(n) && !frozen.includes(n))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('means all that match in the whole queue, not only a page of it', async () => {
  const living = new LivingQueue(5_000, [], 100);
  const ids: number[] = [];
  for await (const page of freezeSelection(sourceOf(living), { kind: 'filter', filter }, 0)) ids.push(...page.map(({ id }) => Number(id)));
  expect(ids).toEqual(Array.from({ length: 5_000 }, (_, n) => n).filter(isMeant));
});
