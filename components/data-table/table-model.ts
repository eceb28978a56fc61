import type { CellValue, Column, Sort } from './column';
import { type ColumnFilter, parseColumnFilter, textMatcher } from './column-filter';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** null last in both directions; numbers by size, the rest as people read it ('q2' before 'q10'). */
export function compareValues(a: CellValue, b: CellValue, direction: Sort['direction']): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const sign = direction === 'ascending' ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * collator.compare(String(a), String(b));
}

export type FilterInput<Row> = {
  readonly columns: readonly Column<Row>[];
  /** Over all text columns. */
  readonly text: string;
  /** By column id. */
  readonly filters: Readonly<Record<string, string>>;
};

/** The filters of the URL as one test of a row. */
export function rowFilter<Row>({ columns, text, filters }: FilterInput<Row>): (row: Row) => boolean {
  const active: { column: Column<Row>; filter: ColumnFilter }[] = [];
  for (const column of columns) {
    const source = filters[column.id];
    if (column.filter && source) active.push({ column, filter: parseColumnFilter(column.filter, source) });
  }
  const searched = columns.filter((column) => column.filter !== 'number');
  const matchesText = text === '' ? null : textMatcher(text);
  return (row) =>
    active.every(({ column, filter }) => filter.matches(column.value(row))) &&
    (matchesText === null || searchText(searched, row, matchesText, text.startsWith('!')));
}

/** `!x` must hold in every column, `x` in one. */
function searchText<Row>(columns: readonly Column<Row>[], row: Row, matches: (text: string) => boolean, isNegated: boolean): boolean {
  const holds = (column: Column<Row>) => matches(String(column.value(row) ?? ''));
  return isNegated ? columns.every(holds) : columns.some(holds);
}

/** Sorts a copy; fast when the rows are nearly in order already, so hand in the former order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
  rowKey: (row: Row) => string,
): Row[] {
  const column = sort ? columns.find(({ id }) => id === sort.column) : undefined;
  if (!sort || !column) return [...rows];
  const sortValueOf = column.sortValue ?? column.value;
  return [...rows].sort((a, b) => {
    const order = compareValues(sortValueOf(a), sortValueOf(b), sort.direction);
    return order !== 0 ? order : rowKey(a) < rowKey(b) ? -1 : 1;
  });
}

/** Values in the former order where known, then the rest. Rows that are gone fall out. */
export function inOrder<Row>(rows: readonly Row[], order: ReadonlyMap<string, number>, rowKey: (row: Row) => string): Row[] {
  const placed: Row[] = new Array(order.size);
  const fresh: Row[] = [];
  for (const row of rows) {
    const at = order.get(rowKey(row));
    if (at === undefined) fresh.push(row);
    else placed[at] = row;
  }
  return [...placed.filter((row) => row !== undefined), ...fresh];
}

/** Columns that fit: those of the lowest priority go first, from the right; priority 1 always stays. */
export function fittingColumns<Row>(columns: readonly Column<Row>[], widthPixels: number): readonly Column<Row>[] {
  let kept = [...columns];
  const needed = () => kept.reduce((sum, column) => sum + column.width, 0);
  for (const priority of [3, 2] as const) {
    while (needed() > widthPixels) {
      const victim = kept.findLast((column) => (column.priority ?? 2) === priority);
      if (!victim) break;
      kept = kept.filter((column) => column !== victim);
    }
  }
  return kept;
}
