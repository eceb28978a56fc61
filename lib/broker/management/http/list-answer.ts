import { inSlices } from '../../stats/in-slices';
import { managementLimits } from '../management-limits';
import { type Answer, json } from './answer';
import type { Call } from './call';
import { pickColumns, valueAt } from './columns';
import { HttpError } from './http-error';
import type { JsonObject } from './json-object';
import { type ListPage, type ListQuery, parseListQuery } from './list-query';
import { streamAnswer } from './stream-answer';

export type List<Item> = {
  /** In the order of a list without `sort`. */
  readonly items: readonly Item[];
  /** What the `name` filter looks at. */
  readonly nameOf: (item: Item) => string;
  readonly row: (item: Item) => JsonObject;
};

/** A list with RabbitMQ's paging, filter, sort and columns; long ones are built and sent in slices. */
export async function listAnswer<Item>(call: Call, list: List<Item>): Promise<Answer> {
  const query = parseListQuery(call.query);
  const matching = query.page ? await filtered(list, query.page) : list.items;
  const ordered = await sorted(list, matching, query);
  const row = query.columns ? rowWithColumns(list.row, query.columns) : list.row;
  if (query.page) return json(pageOf(ordered, list.items.length, query.page, row));
  if (ordered.length <= managementLimits.oneSliceRowsMax) return json(ordered.map(row));
  return streamAnswer('application/json', jsonArray(ordered, row));
}

/** One object, with the `columns` that were asked for. */
export function objectAnswer(call: Call, row: JsonObject): Answer {
  const { columns } = parseListQuery(call.query);
  return json(columns ? pickColumns(row, columns) : row);
}

const rowWithColumns =
  <Item>(row: (item: Item) => JsonObject, columns: readonly (readonly string[])[]) =>
  (item: Item): JsonObject =>
    pickColumns(row(item), columns);

async function filtered<Item>(list: List<Item>, page: ListPage): Promise<readonly Item[]> {
  const matching: Item[] = [];
  await inSlices(list.items, (item) => {
    if (page.matches(list.nameOf(item))) matching.push(item);
  });
  return matching;
}

async function sorted<Item>(list: List<Item>, items: readonly Item[], query: ListQuery): Promise<readonly Item[]> {
  const { sort } = query;
  if (sort === null) return query.isReversed ? items.toReversed() : items;
  const keyed: { readonly item: Item; readonly key: unknown }[] = [];
  await inSlices(items, (item) => keyed.push({ item, key: valueAt(list.row(item), sort) }));
  keyed.sort((a, b) => compareValues(a.key, b.key));
  if (query.isReversed) keyed.reverse();
  return keyed.map(({ item }) => item);
}

/** Absent values first, then numbers, booleans, text. */
function compareValues(a: unknown, b: unknown): number {
  const rankA = rankOf(a);
  const rankB = rankOf(b);
  if (rankA !== rankB) return rankA - rankB;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const textA = String(a);
  const textB = String(b);
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

const ranks: readonly string[] = ['undefined', 'number', 'boolean', 'string'];
const rankOf = (value: unknown): number => (value === null ? 0 : ranks.indexOf(typeof value) + 1 || ranks.length + 1);

function pageOf<Item>(items: readonly Item[], totalCount: number, page: ListPage, row: (item: Item) => JsonObject): JsonObject {
  const start = (page.number - 1) * page.size;
  if (start > items.length)
    throw new HttpError(400, 'page_out_of_range', `Page out of range, page: ${page.number} page size: ${page.size}, len: ${items.length}`);
  const rows = items.slice(start, start + page.size).map(row);
  return {
    filtered_count: items.length,
    item_count: rows.length,
    items: rows,
    page: page.number,
    page_count: Math.ceil(items.length / page.size),
    page_size: page.size,
    total_count: totalCount,
  };
}

function* jsonArray<Item>(items: readonly Item[], row: (item: Item) => JsonObject): Generator<string> {
  let separator = '[';
  for (const item of items) {
    yield `${separator}${JSON.stringify(row(item))}`;
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}
