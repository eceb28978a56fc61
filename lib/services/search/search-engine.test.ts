import { beforeEach, expect, it } from 'vitest';
import type { Connector } from '../../connectors/connector';
import { ConnectorError } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import type { SearchRequest } from '../../model/search';
import { toServiceError } from '../errors';
import type { OpenSearchThread } from './open-search-thread';
import { runSearch } from './run-search';
import { SearchEngine } from './search-engine';
import { searchLimits } from './search-limits';
import type { SearchNews, SearchOrder } from './search-news';
import { toSearched } from './searched-message';

const pageSize = 10;
const request = (part: Partial<SearchRequest> = {}): SearchRequest => ({
  queues: [],
  filter: "body.kind == 'wanted'",
  plain: null,
  ...part,
});
const start = (part: Partial<SearchRequest> = {}) => ({ brokerId: 'b', request: request(part), effects: [], startedBy: 'Ada' });

/** Queues in memory behind the few verbs that a search asks; each page may be watched. */
class Queues {
  readonly bodies = new Map<string, string[]>();
  onPage: (() => void) | null = null;
  capabilities = new Set(['bulk-read', 'browse-without-effect']);

  readonly connector = {
    capabilities: this.capabilities,
    probe: async () => ({ product: 'p', version: '1', clusterName: 'c' }),
    close: async () => {},
    readSnapshot: async () => ({
      queues: [...this.bodies].map(([name, bodies]) => ({ virtualHost: '/', name, readyCount: bodies.length, unacknowledgedCount: 0 })),
    }),
    browseIntrusiveness: async () => ({ level: 'none', effects: [] }),
    readBulk: async ({ name }: { name: string }, { after }: { after: string | null }) => {
      this.onPage?.();
      const all = this.messagesOf(name);
      const from = after === null ? 0 : Number(after) + 1;
      const messages = all.slice(from, from + pageSize).map(toSearched);
      return { messages, totalCount: all.length, nextAfter: from + pageSize < all.length ? String(from + pageSize - 1) : null };
    },
    browse: async ({ name }: { name: string }, { from }: { from: number }) => {
      const all = this.messagesOf(name);
      const next = from + pageSize < all.length ? from + pageSize : null;
      return { messages: all.slice(from, from + pageSize), totalCount: all.length, next, intrusiveness: { level: 'none', effects: [] } };
    },
  } as unknown as Connector;

  private messagesOf(name: string): BrowsedMessage[] {
    const bodies = this.bodies.get(name);
    if (!bodies) throw new ConnectorError('not-found', `There is no queue ${name}.`);
    return bodies.map((body, position) => ({
      id: String(position),
      position,
      state: 'ready',
      redelivered: false,
      exchange: '',
      routingKey: name,
      properties: {},
      bodySizeBytes: body.length,
      bodyBase64: Buffer.from(body).toString('base64'),
      enqueuedAtMs: null,
      deliveryCount: null,
    }));
  }
}

let queues: Queues;
let nowMs: number;
let engine: SearchEngine;
let runs: Promise<void>[];

/** The real run, in this thread. */
const openThread: OpenSearchThread = (order, hear) => {
  const stopping = new AbortController();
  runs.push(runSearch(queues.connector, order, (news) => !stopping.signal.aborted && hear(news), stopping.signal));
  return { end: () => stopping.abort() };
};
const engineWith = (open: OpenSearchThread) =>
  new SearchEngine({ clock: { nowMs: () => nowMs } as never, openThread: open, recipeOf: () => ({ kind: 'k', config: null }) });

beforeEach(() => {
  queues = new Queues();
  nowMs = 1_000;
  runs = [];
  engine = engineWith(openThread);
  for (const name of ['a', 'b', 'c']) {
    queues.bodies.set(
      name,
      Array.from({ length: 95 }, (_, n) => JSON.stringify({ n, kind: n % 30 === 0 ? 'wanted' : 'other' })),
    );
  }
});
const over = async () => {
  for (const run of runs) await run;
};
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return toServiceError(error)?.code;
  }
  return undefined;
};
const foundIn = (id: string) => engine.read('b', id).matches.map(({ queue, message }) => `${queue}${message.id}`);
const everyWanted = ['a', 'b', 'c'].flatMap((queue) => [0, 30, 60, 90].map((n) => `${queue}${n}`));

it.each(['in bulk', 'by position'])('looks at every message of every queue, %s', async (how) => {
  if (how === 'by position') queues.capabilities.delete('bulk-read');
  const { id } = engine.start(start());
  await over();
  expect(engine.read('b', id)).toMatchObject({ state: 'completed', lookedAtCount: 285, totalCount: 285, matchCount: 12 });
  expect(foundIn(id)).toEqual(everyWanted);
});

it('looks only where it was told to', async () => {
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'b' }] }));
  await over();
  expect(engine.read('b', id)).toMatchObject({ lookedAtCount: 95, totalCount: 95, matchCount: 4 });
});

it.each([1, 4, 10, 17, 25])('stopped at page %i and resumed equals one run', async (stopAt) => {
  let pages = 0;
  const { id } = engine.start(start());
  queues.onPage = () => {
    pages += 1;
    if (pages === stopAt) engine.stop('b', id);
  };
  await over();
  expect(engine.read('b', id).state).toBe('stopped');
  expect(engine.read('b', id).lookedAtCount).toBeLessThan(285);
  engine.resume('b', id);
  await over();
  expect(engine.read('b', id)).toMatchObject({ state: 'completed', lookedAtCount: 285, totalCount: 285, matchCount: 12 });
  expect(foundIn(id)).toEqual(everyWanted);
});

it('counts all matches and keeps the first of them, as many as there is room for', async () => {
  queues.bodies.set('a', Array(searchLimits.matchesMax + 50).fill('{"kind":"wanted"}'));
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'a' }] }));
  await over();
  const search = engine.read('b', id);
  expect(search.matchCount).toBe(searchLimits.matchesMax + 50);
  expect(search.matches.map(({ message }) => message.position)).toEqual(Array.from({ length: searchLimits.matchesMax }, (_, n) => n));
});

it('ends though messages keep coming', async () => {
  const bodies = queues.bodies.get('a') ?? [];
  queues.onPage = () => bodies.push(...Array(pageSize).fill('{"kind":"wanted"}'));
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'a' }] }));
  await over();
  expect(engine.read('b', id).state).toBe('completed');
});

it('goes on when a queue is deleted meanwhile', async () => {
  queues.onPage = () => queues.bodies.delete('b');
  const { id } = engine.start(start());
  await over();
  expect(engine.read('b', id)).toMatchObject({ state: 'completed', lookedAtCount: 190, totalCount: 190 });
});

it('fails with a sentence where there is no such queue, and can not go on', async () => {
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'nowhere' }] }));
  await over();
  expect(engine.read('b', id)).toMatchObject({ state: 'failed', stateReason: expect.stringContaining('no queue nowhere') });
  expect(codeOf(() => engine.resume('b', id))).toBe('conflict');
});

it('says when a filter could not answer, and not when a field is only missing', async () => {
  const sentences: (string | null)[] = [];
  for (const filter of ['body.n % 30 == 0', "body.missing.deeper == 'x'", 'body.n']) {
    const { id } = engine.start(start({ filter }));
    await over();
    sentences.push(engine.read('b', id).stateReason);
  }
  expect(sentences).toEqual([
    expect.stringMatching(/no answer for 285 messages.*double.*%.*int/),
    null,
    expect.stringContaining('neither true nor false'),
  ]);
});

it('says how fast it is and how long is left', () => {
  let tell: (news: SearchNews) => void = () => {};
  let order: SearchOrder | null = null;
  engine = engineWith((given, hear) => {
    order = given;
    tell = hear;
    return { end: () => {} };
  });
  const { id } = engine.start(start());
  tell({ type: 'opened', places: [{ virtualHost: '/', name: 'a', totalCount: 100 }] });
  nowMs += 2_000;
  const cursor = { placeIndex: 0, after: '39', lookedAtCount: 40 };
  tell({ type: 'progress', cursor, totalCount: 100, matchCount: 0, matches: [], matchesBytes: 0, misfits: { count: 0, reason: '' } });
  expect(engine.read('b', id)).toMatchObject({ perSecond: 20, remainingSeconds: 3, lookedAtCount: 40, totalCount: 100 });
  engine.stop('b', id);
  engine.resume('b', id);
  expect(order).toMatchObject({ cursor, places: [{ name: 'a' }] });
});

it('runs and keeps a bounded number, and forgets what nobody looks at', async () => {
  engine = engineWith(() => ({ end: () => {} }));
  const running = Array.from({ length: searchLimits.runningMax }, () => engine.start(start()).id);
  expect(codeOf(() => engine.start(start()))).toBe('conflict');
  for (const id of running) engine.stop('b', id);
  const ids = Array.from({ length: searchLimits.keptMax }, () => {
    const { id } = engine.start(start());
    engine.stop('b', id);
    return id;
  });
  expect(codeOf(() => engine.read('b', running[0]!))).toBe('not-found');
  const last = ids.at(-1)!;
  expect(codeOf(() => engine.read('another', last))).toBe('not-found');
  expect(engine.read('b', last).state).toBe('stopped');
  nowMs += searchLimits.keptMs;
  expect(codeOf(() => engine.read('b', last))).toBe('not-found');
});
