// Goal: a filter in its thread answers as it does beside it, and one that never ends is ended. Method: the thread as it is built.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileSearchFilter } from './compile-filter';
import { filterThreads, type OpenFilter } from './filter-threads';
import type { SearchedMessage } from './searched-message';

const directory = join(import.meta.dirname, '../../../test-results/filter-threads');
let openFilter: OpenFilter;
let openImpatiently: OpenFilter;

beforeAll(async () => {
  const outfile = join(directory, 'filter-thread.mjs');
  await build({
    ...{ entryPoints: [join(import.meta.dirname, 'filter-thread.ts')], outfile, bundle: true },
    ...{ platform: 'node', format: 'esm', target: 'node20.19', logLevel: 'warning' },
  });
  openFilter = filterThreads(outfile);
  openImpatiently = filterThreads(outfile, 500);
}, 60_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

const message = (body: unknown, headers: Record<string, string> = {}): SearchedMessage => {
  const bytes = Buffer.from(JSON.stringify(body));
  return {
    ...{
      id: '1',
      position: 0,
      state: 'ready',
      redelivered: false,
      exchange: 'shop',
      routingKey: 'k',
      enqueuedAtMs: 5,
      deliveryCount: null,
    },
    ...{ bodySizeBytes: bytes.length, body: bytes },
    properties: () => ({ headers: Object.entries(headers).map(([key, value]) => ({ key, value: { type: 'string', value } })) }),
  };
};

/** A filter walks lists as often as it has room for; nothing bounds the list. */
const endless = Array.from({ length: 20 }, (_, n) => `body.list.exists(x, x == -${n}.5)`).join(' || ');
const longList = () => message({ list: Array.from({ length: 2_000_000 }, (_, n) => n) });

it('answers as the filter does beside it, page after page', async () => {
  const messages = Array.from({ length: 500 }, (_, n) =>
    message({ n, order: { total: n * 3 } }, { tenant: n % 2 === 0 ? 'acme' : 'other' }),
  );
  const expressions = [
    "body.order.total > 600 && headers['tenant'] == 'acme'",
    'message.mentions("other")',
    "exchange == 'shop' && sizeBytes > 30",
  ];
  for (const expression of expressions) {
    const filter = openFilter(expression);
    const expected = messages.map(compileSearchFilter(expression));
    expect(expected).toContain(true);
    expect(expected).toContain(false);
    expect(await filter.ask(messages)).toEqual(expected);
    expect(await filter.ask(messages.slice(0, 7))).toEqual(expected.slice(0, 7));
    expect(await filter.ask([])).toEqual([]);
    filter.close();
  }
});

it('says what is wrong with an expression before any message is asked', () => {
  expect(() => openFilter('body.total >')).toThrow(/can't be understood/);
});

it('ends a filter that takes too long for one message, while everything else goes on', async () => {
  const filter = openImpatiently(endless);
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 50);
  const startedAtMs = performance.now();
  await expect(filter.ask([longList()])).rejects.toThrow(/more than 0.5 s for one message/);
  clearInterval(ticking);
  expect(performance.now() - startedAtMs).toBeLessThan(15_000);
  expect(ticks).toBeGreaterThan(3);
  await expect(filter.ask([message({})])).rejects.toThrow(/more than 0.5 s/);
  filter.close();
}, 30_000);

it('ends with its owner, in the middle of a question too', async () => {
  const filter = openFilter(endless);
  const asked = filter.ask([longList()]);
  filter.close();
  await expect(asked).rejects.toThrow(/closed/);
});
