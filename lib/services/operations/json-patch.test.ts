import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from './json-patch';

type Patch = Parameters<typeof applyJsonPatch>[1];
const order = { id: 7, lines: [{ sku: 'a' }, { sku: 'b' }], 'a/b': { 'm~n': 1 } };

describe('applyJsonPatch', () => {
  it.each<[string, Patch, unknown]>([
    ['adds a member', [{ op: 'add', path: '/note', value: 'x' }], { ...order, note: 'x' }],
    ['replaces a member', [{ op: 'replace', path: '/id', value: 8 }], { ...order, id: 8 }],
    ['removes a member', [{ op: 'remove', path: '/lines' }], { id: 7, 'a/b': { 'm~n': 1 } }],
    ['inserts into a list', [{ op: 'add', path: '/lines/1', value: 0 }], { ...order, lines: [{ sku: 'a' }, 0, { sku: 'b' }] }],
    ['appends to a list', [{ op: 'add', path: '/lines/-', value: 0 }], { ...order, lines: [{ sku: 'a' }, { sku: 'b' }, 0] }],
    ['replaces in a list', [{ op: 'replace', path: '/lines/0', value: 0 }], { ...order, lines: [0, { sku: 'b' }] }],
    ['removes from a list', [{ op: 'remove', path: '/lines/0' }], { ...order, lines: [{ sku: 'b' }] }],
    ['moves', [{ op: 'move', from: '/lines/0/sku', path: '/first' }], { ...order, first: 'a', lines: [{}, { sku: 'b' }] }],
    ['copies', [{ op: 'copy', from: '/id', path: '/lines/1/id' }], { ...order, lines: [{ sku: 'a' }, { sku: 'b', id: 7 }] }],
    ['reads escaped pointers', [{ op: 'replace', path: '/a~1b/m~0n', value: 2 }], { ...order, 'a/b': { 'm~n': 2 } }],
    ['replaces the whole', [{ op: 'replace', path: '', value: 1 }], 1],
    ['passes a test that holds', [{ op: 'test', path: '/lines/0', value: { sku: 'a' } }], order],
  ])('%s', (_name, patch, expected) => {
    const before = structuredClone(order);
    expect(applyJsonPatch(order, patch)).toEqual(expected);
    expect(order).toEqual(before);
  });

  it.each<[string, Patch]>([
    ['a member that is not there', [{ op: 'remove', path: '/nothing' }]],
    ['a replacement of nothing', [{ op: 'replace', path: '/nothing', value: 1 }]],
    ['an index beyond the end', [{ op: 'add', path: '/lines/9', value: 1 }]],
    ['an index with a leading zero', [{ op: 'remove', path: '/lines/01' }]],
    ['a test that does not hold', [{ op: 'test', path: '/id', value: 8 }]],
    ['a pointer without a slash', [{ op: 'remove', path: 'id' }]],
    ['a way through a number', [{ op: 'add', path: '/id/x', value: 1 }]],
    ['an inherited member', [{ op: 'remove', path: '/constructor' }]],
  ])('refuses %s', (_name, patch) => {
    expect(() => applyJsonPatch(order, patch)).toThrow(expect.objectContaining({ name: 'PatchError' }));
  });

  it('sets a member called __proto__ as data', () => {
    const patched = applyJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { evil: true } }]) as Record<string, unknown>;
    expect(Object.keys(patched)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
  });
});
