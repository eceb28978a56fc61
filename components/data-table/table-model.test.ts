import { describe, expect, it } from 'vitest';
import type { Column } from './column';
import { parseColumnFilter } from './column-filter';
import { compareValues, fittingColumns, inOrder, rowFilter, sortRows } from './table-model';

type Row = { name: string; ready: number | null; state: string };
const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', width: 200, priority: 1, filter: 'text', value: (row) => row.name },
  { id: 'ready', header: 'Ready', width: 100, filter: 'number', value: (row) => row.ready },
  { id: 'state', header: 'State', width: 100, priority: 3, filter: 'choice', value: (row) => row.state },
];
const rows: readonly Row[] = [
  { name: 'orders-10', ready: 5, state: 'running' },
  { name: 'orders-2', ready: null, state: 'idle' },
  { name: 'Payments', ready: 120, state: 'running' },
];
const names = (list: readonly Row[]) => list.map((row) => row.name);
const key = (row: Row) => row.name;

describe('column filters', () => {
  it.each([
    ['>100', 101, true],
    ['>100', 100, false],
    ['<=5k', 5_000, true],
    ['10..20', 20, true],
    ['10..20', 21, false],
    ['0', 0, true],
    ['-3', -3, true],
    ['>1.5M', 1_500_001, true],
  ])('number %s on %d is %s', (source, value, expected) => {
    expect(parseColumnFilter('number', source).matches(value)).toBe(expected);
  });

  it('never matches an absent number, and ignores nonsense while saying so', () => {
    expect(parseColumnFilter('number', '<10').matches(null)).toBe(false);
    const nonsense = parseColumnFilter('number', 'many');
    expect(nonsense.problem).toContain('many');
    expect(nonsense.matches(1)).toBe(true);
  });

  it.each([
    ['ORD', 'orders', true],
    ['o*s', 'orders', true],
    ['s*o', 'orders', false],
    ['!ord', 'orders', false],
    ['!', 'wow!', true],
  ])('text %s on %s is %s', (source, value, expected) => {
    expect(parseColumnFilter('text', source).matches(value)).toBe(expected);
  });

  it('takes hostile patterns in linear time', () => {
    const filter = parseColumnFilter('text', '*a'.repeat(100));
    expect(filter.matches('a'.repeat(50_000))).toBe(true);
    expect(filter.matches('b'.repeat(50_000))).toBe(false);
  });
});

describe('rows', () => {
  it('joins text and column filters with and', () => {
    const test = (text: string, filters: Record<string, string>) => names(rows.filter(rowFilter({ columns, text, filters })));
    expect(test('orders', {})).toEqual(['orders-10', 'orders-2']);
    expect(test('orders', { ready: '>1' })).toEqual(['orders-10']);
    expect(test('!orders', {})).toEqual(['Payments']);
    expect(test('', { state: 'idle,stopped' })).toEqual(['orders-2']);
  });

  it('sorts numbers by size, names as people read them, absent last both ways', () => {
    const by = (column: string, direction: 'ascending' | 'descending') => names(sortRows(rows, columns, { column, direction }, key));
    expect(by('name', 'ascending')).toEqual(['orders-2', 'orders-10', 'Payments']);
    expect(by('ready', 'ascending')).toEqual(['orders-10', 'Payments', 'orders-2']);
    expect(by('ready', 'descending')).toEqual(['Payments', 'orders-10', 'orders-2']);
    expect(compareValues(null, null, 'ascending')).toBe(0);
  });

  it('keeps the former order until it is settled anew', () => {
    const order = new Map([
      ['gone', 0],
      ['Payments', 1],
      ['orders-10', 2],
    ]);
    expect(names(inOrder(rows, order, key))).toEqual(['Payments', 'orders-10', 'orders-2']);
  });

  it('drops columns of low priority where there is no room and never the first', () => {
    const ids = (width: number) => fittingColumns(columns, width).map((column) => column.id);
    expect(ids(400)).toEqual(['name', 'ready', 'state']);
    expect(ids(300)).toEqual(['name', 'ready']);
    expect(ids(50)).toEqual(['name']);
  });
});
