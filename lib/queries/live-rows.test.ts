import { describe, expect, it } from 'vitest';
import type { Connection } from '../model/resources';
import { applyDelta, resetRows } from './live-rows';

const connection = (name: string, channelCount = 1) => ({ name, channelCount }) as Connection;
const names = (rows: readonly { name: string }[]) => rows.map((row) => row.name);

describe('live rows', () => {
  const start = resetRows('connections', { rows: [connection('a'), connection('b'), connection('c')] });

  it('changes a row in its place and keeps the others the same objects', () => {
    const next = applyDelta('connections', start, { upsert: [connection('b', 7)], remove: [] });
    expect(names(next.rows)).toEqual(['a', 'b', 'c']);
    expect(next.rows[1]?.channelCount).toBe(7);
    expect(next.rows[0]).toBe(start.rows[0]);
    expect(start.rows[1]?.channelCount).toBe(1);
  });

  it('adds last, removes, and keeps the index right for the next delta', () => {
    const next = applyDelta('connections', start, { upsert: [connection('d')], remove: ['a', 'unknown'] });
    expect(names(next.rows)).toEqual(['b', 'c', 'd']);
    const after = applyDelta('connections', next, { upsert: [connection('d', 9)], remove: ['b'] });
    expect(after.rows.map((row) => [row.name, row.channelCount])).toEqual([
      ['c', 1],
      ['d', 9],
    ]);
  });

  it('lets an upsert win over a removal in the same delta', () => {
    expect(names(applyDelta('connections', start, { upsert: [connection('a', 2)], remove: ['a'] }).rows)).toEqual(['a', 'b', 'c']);
  });
});
