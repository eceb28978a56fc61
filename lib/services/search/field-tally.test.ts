import { expect, it } from 'vitest';
import { FieldTally } from './field-tally';
import { searchLimits } from './search-limits';

const bodyOf = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
const pathsOf = (tally: FieldTally): readonly string[] => tally.fields().map(({ path }) => path);

it('names fields as a filter does, with a value that was seen', () => {
  const tally = new FieldTally();
  tally.addProperties({ contentType: 'application/json', priority: undefined });
  tally.addHeaders([{ key: 'x-tenant', value: { type: 'string', value: 'acme' } }]);
  tally.addBody(bodyOf({ order: { id: 'A-1', total: 19.9 }, lines: [{ sku: 'x' }], in: null, isPaid: true }));
  expect(tally.fields()).toEqual([
    { path: 'body.isPaid', type: 'truth', example: 'true' },
    { path: 'body.lines', type: 'list', example: null },
    { path: 'body.lines[0]', type: 'object', example: null },
    { path: 'body.lines[0].sku', type: 'text', example: '"x"' },
    { path: 'body.order', type: 'object', example: null },
    { path: 'body.order.id', type: 'text', example: '"A-1"' },
    { path: 'body.order.total', type: 'number', example: '19.9' },
    { path: 'body["in"]', type: 'null', example: 'null' },
    { path: 'headers["x-tenant"]', type: 'text', example: '"acme"' },
    { path: 'properties.contentType', type: 'text', example: '"application/json"' },
  ]);
});

it('stays small and quick whatever bodies hold', () => {
  const tally = new FieldTally();
  const startedAtMs = performance.now();
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, { inner: { n } }]));
  for (let n = 0; n < 50; n++) tally.addBody(bodyOf(wide));
  tally.addBody(bodyOf('['.repeat(30_000)));
  tally.addBody(bodyOf(`${'['.repeat(5_000)}${']'.repeat(5_000)}`));
  tally.addBody(bodyOf({ ['x'.repeat(1_000)]: 1, __proto__: 3 }));
  tally.addBody(bodyOf('no json'));
  expect(tally.fields().length).toBeLessThanOrEqual(searchLimits.sampledFieldsMax);
  expect(pathsOf(tally).every((path) => path.length <= 8 * (searchLimits.sampledNameMax + 4))).toBe(true);
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
});
