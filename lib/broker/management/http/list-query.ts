import { RE2JS } from 're2js';
import { managementLimits } from '../management-limits';
import { badRequest, HttpError } from './http-error';

export type ListPage = { readonly number: number; readonly size: number; readonly matches: (name: string) => boolean };
export type ListQuery = {
  /** Null: the whole list. */
  readonly page: ListPage | null;
  /** Dotted path, e.g. message_stats.publish_details.rate. */
  readonly sort: readonly string[] | null;
  readonly isReversed: boolean;
  readonly columns: readonly (readonly string[])[] | null;
};

/** RabbitMQ's list parameters. Throws its 400s. */
export function parseListQuery(query: URLSearchParams): ListQuery {
  const sort = query.get('sort');
  const columns = query.get('columns');
  return {
    page: parsePage(query),
    sort: sort ? sort.split('.') : null,
    isReversed: query.get('sort_reverse') === 'true',
    columns: columns ? columns.split(',').map((column) => column.split('.')) : null,
  };
}

/** `page` turns paging on; without it `page_size` and `name` mean nothing, as in RabbitMQ. */
function parsePage(query: URLSearchParams): ListPage | null {
  const page = query.get('page');
  if (page === null) return null;
  const size = query.get('page_size');
  const number = toInteger(page);
  const sizeNumber = size === null || size === '' ? managementLimits.pageSizeDefault : toInteger(size);
  if (number < 1 || sizeNumber < 1 || sizeNumber > managementLimits.pageSizeMax)
    throw new HttpError(
      400,
      'invalid_pagination_parameters',
      `Invalid pagination parameters: page number ${page}, page size ${size ?? 'undefined'}`,
    );
  return { number, size: sizeNumber, matches: nameMatcher(query.get('name') ?? '', query.get('use_regex') === 'true') };
}

function toInteger(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw badRequest('Pagination parameters are invalid');
  return Number(text);
}

function nameMatcher(filter: string, isPattern: boolean): (name: string) => boolean {
  if (filter === '') return () => true;
  if (!isPattern) {
    const wanted = filter.toLowerCase();
    return (name) => name.toLowerCase().includes(wanted);
  }
  try {
    const pattern = RE2JS.compile(filter, RE2JS.CASE_INSENSITIVE);
    return (name) => pattern.test(name);
  } catch (error) {
    throw badRequest(`Pagination parameters are invalid: the pattern can't be used: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}
