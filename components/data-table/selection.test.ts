import { describe, expect, it } from 'vitest';
import { extended, isSelected, nothingSelected, pruned, selectionCount, type TableSelection, toggled } from './selection';

const loaded = ['a', 'b', 'c', 'd'];
const keysOf = (selection: TableSelection) => (selection.kind === 'rows' ? [...selection.keys].sort() : 'everything');

describe('selection', () => {
  it('toggles one row', () => {
    const one = toggled(nothingSelected, 'b', loaded);
    expect(keysOf(one)).toEqual(['b']);
    expect(keysOf(toggled(one, 'b', loaded))).toEqual([]);
  });

  it('extends in either direction and keeps what was chosen', () => {
    expect(keysOf(extended({ kind: 'rows', keys: new Set(['a']) }, 3, 2, loaded))).toEqual(['a', 'c', 'd']);
  });

  it('counts everything as the server does, and never pretends to name it after a row is taken out', () => {
    expect(selectionCount({ kind: 'everything' }, 8_412)).toBe(8_412);
    expect(isSelected({ kind: 'everything' }, 'z')).toBe(true);
    expect(keysOf(toggled({ kind: 'everything' }, 'b', loaded))).toEqual(['a', 'c', 'd']);
  });

  it('forgets rows that are gone', () => {
    expect(keysOf(pruned({ kind: 'rows', keys: new Set(['a', 'x']) }, (key) => loaded.includes(key)))).toEqual(['a']);
  });
});
