import { beforeEach, describe, expect, it } from 'vitest';
import type { Connector } from '../../connectors/connector';
import { ConnectorError } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import type { SearchRequest, SearchScope } from '../../model/search';
import { searchSentence } from '../../model/search-sentence';
import { toServiceError } from '../errors';
import type { SearchStart } from './background-search';
import type { OpenSearchThread } from './open-search-thread';
import { runSearch } from './run-search';
import { SearchEngine } from './search-engine';
import { searchLimits } from './search-limits';
import type { SearchNews, SearchOrder } from './search-news';
import { toSearched } from './searched-message';

const pageSize = 10;
type Part = Partial<SearchRequest> & Partial<Pick<SearchScope, 'queues'>>;
let nextId = 0;
const start = ({ queues = [], ...part }: Part = {}): SearchStart => ({
  id: `s${nextId++}`,
  request: { scopes: [{ brokerId: 'b', queues, acceptsEffects: false }], filter: "body.kind == 'wanted'", plain: null, ...part },
  prepared: (part.scopes ?? [null]).map(() => ({ effects: [], refusal: null })),
  startedBy: 'Ada',
});

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
  new SearchEngine({
    clock: { nowMs: () => nowMs } as never,
    openThread: open,
    recipeOf: (brokerId) => ({ kind: 'k', config: brokerId, reader: null }),
  });

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
/** Runs that the end of others begins are waited for too: the list grows while it is walked. */
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
const foundIn = (id: string) => engine.read(id).matches.map(({ queue, message }) => `${queue}${message.id}`);
const everyWanted = ['a', 'b', 'c'].flatMap((queue) => [0, 30, 60, 90].map((n) => `${queue}${n}`));

it.each(['in bulk', 'by position'])('looks at every message of every queue, %s', async (how) => {
  if (how === 'by position') queues.capabilities.delete('bulk-read');
  const { id } = engine.start(start());
  await over();
  expect(engine.read(id)).toMatchObject({ state: 'completed', lookedAtCount: 285, totalCount: 285, matchCount: 12 });
  expect(foundIn(id)).toEqual(everyWanted);
});

it('looks only where it was told to', async () => {
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'b' }] }));
  await over();
  expect(engine.read(id)).toMatchObject({ lookedAtCount: 95, totalCount: 95, matchCount: 4 });
});

it.each([1, 4, 10, 17, 25])('stopped at page %i and resumed equals one run', async (stopAt) => {
  let pages = 0;
  const { id } = engine.start(start());
  queues.onPage = () => {
    pages += 1;
    if (pages === stopAt) engine.stop(id);
  };
  await over();
  expect(engine.read(id).state).toBe('stopped');
  expect(engine.read(id).lookedAtCount).toBeLessThan(285);
  engine.resume(id);
  await over();
  expect(engine.read(id)).toMatchObject({ state: 'completed', lookedAtCount: 285, totalCount: 285, matchCount: 12 });
  expect(foundIn(id)).toEqual(everyWanted);
});

it('counts all matches and keeps the first of them, as many as there is room for', async () => {
  queues.bodies.set('a', Array(searchLimits.matchesMax + 50).fill('{"kind":"wanted"}'));
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'a' }] }));
  await over();
  const search = engine.read(id);
  expect(search.matchCount).toBe(searchLimits.matchesMax + 50);
  expect(search.matches.map(({ message }) => message.position)).toEqual(Array.from({ length: searchLimits.matchesMax }, (_, n) => n));
});

it('ends though messages keep coming', async () => {
  const bodies = queues.bodies.get('a') ?? [];
  queues.onPage = () => bodies.push(...Array(pageSize).fill('{"kind":"wanted"}'));
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'a' }] }));
  await over();
  expect(engine.read(id).state).toBe('completed');
});

it('goes on when a queue is deleted meanwhile', async () => {
  queues.onPage = () => queues.bodies.delete('b');
  const { id } = engine.start(start());
  await over();
  expect(engine.read(id)).toMatchObject({ state: 'completed', lookedAtCount: 190, totalCount: 190 });
});

it('fails with a sentence where there is no such queue, and can not go on', async () => {
  const { id } = engine.start(start({ queues: [{ virtualHost: '/', name: 'nowhere' }] }));
  await over();
  expect(engine.read(id)).toMatchObject({ state: 'failed', parts: [{ stateReason: expect.stringContaining('no queue nowhere') }] });
  expect(codeOf(() => engine.resume(id))).toBe('conflict');
});

it('says when a filter could not answer, and not when a field is only missing', async () => {
  const sentences: (string | null)[] = [];
  for (const filter of ['body.n % 30 == 0', "body.missing.deeper == 'x'", 'body.n']) {
    const { id } = engine.start(start({ filter }));
    await over();
    sentences.push(engine.read(id).parts[0]!.stateReason);
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
  expect(engine.read(id)).toMatchObject({ perSecond: 20, remainingSeconds: 3, lookedAtCount: 40, totalCount: 100 });
  engine.stop(id);
  engine.resume(id);
  expect(order).toMatchObject({ cursor, places: [{ name: 'a' }] });
});

it('runs and keeps a bounded number, and forgets what nobody looks at', async () => {
  engine = engineWith(() => ({ end: () => {} }));
  const running = Array.from({ length: searchLimits.runningMax }, () => engine.start(start()).id);
  expect(codeOf(() => engine.start(start()))).toBe('conflict');
  for (const id of running) engine.stop(id);
  const ids = Array.from({ length: searchLimits.keptMax }, () => {
    const { id } = engine.start(start());
    engine.stop(id);
    return id;
  });
  expect(codeOf(() => engine.read(running[0]!))).toBe('not-found');
  const last = ids.at(-1)!;
  expect(engine.read(last).state).toBe('stopped');
  nowMs += searchLimits.keptMs;
  expect(codeOf(() => engine.read(last))).toBe('not-found');
});

describe('on several brokers', () => {
  const scopes = ['b', 'c', 'd'].map((brokerId) => ({ brokerId, queues: [], acceptsEffects: false }));

  it('states the coverage of each and of all, and says where a match is', async () => {
    const { id } = engine.start(start({ scopes }));
    expect(engine.read(id).parts.map(({ state }) => state)).toEqual(['running', 'running', 'waiting']);
    await over();
    const search = engine.read(id);
    expect(search).toMatchObject({ state: 'completed', lookedAtCount: 855, totalCount: 855, matchCount: 36 });
    expect(search.parts).toMatchObject(
      scopes.map(({ brokerId }) => ({ brokerId, state: 'completed', lookedAtCount: 285, matchCount: 12 })),
    );
    expect([...new Set(search.matches.map(({ brokerId }) => brokerId))]).toEqual(['b', 'c', 'd']);
  });

  it('goes on with the others when one is down, and never calls that complete', async () => {
    const given = start({ scopes });
    engine = engineWith((order, hear) => {
      if (order.recipe.config === 'c') queueMicrotask(() => hear({ type: 'failed', sentence: 'The broker c does not answer.' }));
      else return openThread(order, hear);
      return { end: () => {} };
    });
    const { id } = engine.start({ ...given, prepared: [{ effects: [], refusal: 'Nobody agreed.' }, ...given.prepared.slice(1)] });
    await Promise.resolve();
    await over();
    const search = engine.read(id);
    expect(search.state).toBe('failed');
    expect(search.parts).toMatchObject([
      { state: 'failed', stateReason: 'Nobody agreed.', lookedAtCount: 0 },
      { state: 'failed', stateReason: 'The broker c does not answer.' },
      { state: 'completed', lookedAtCount: 285 },
    ]);
    expect(searchSentence(search)).toBe('285 messages looked at, 12 matches. 2 of 3 brokers could not be searched to the end.');
  });

  it('stops and goes on as one, the waiting ones included', async () => {
    const { id } = engine.start(start({ scopes }));
    engine.stop(id);
    expect(engine.read(id).parts.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
    engine.resume(id);
    await over();
    expect(engine.read(id)).toMatchObject({ state: 'completed', lookedAtCount: 855, matchCount: 36 });
    expect(engine.list().map((search) => search.id)).toEqual([id]);
  });
});
