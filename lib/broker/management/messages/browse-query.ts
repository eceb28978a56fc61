import * as z from 'zod';
import { badRequest } from '../http/http-error';
import { managementLimits } from '../management-limits';
import type { CursorStart } from './message-cursor';

const whole = (max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value <= max, `must be at most ${max}`);

const startQuery = {
  from: whole(Number.MAX_SAFE_INTEGER).optional(),
  after: z.union([z.literal(''), whole(Number.MAX_SAFE_INTEGER)]).optional(),
  since: whole(Number.MAX_SAFE_INTEGER).optional(),
  order: z.enum(['oldest', 'newest']).default('oldest'),
};
const browseQuery = z.object({
  ...startQuery,
  limit: whole(managementLimits.browseLimitMax).default(managementLimits.browseLimitDefault),
  truncate: whole(managementLimits.browseTruncateMaxBytes).default(managementLimits.browseTruncateDefaultBytes),
  filter: z.string().max(managementLimits.filterMaxLength).default(''),
});
const rawQuery = z.object({
  ...startQuery,
  limit: whole(managementLimits.rawLimitMax).default(managementLimits.rawLimitDefault),
});

type Page = { readonly limit: number; readonly truncate: number };
/** `newerThan`: the newest messages behind this sequence instead of a page that goes on from somewhere. */
export type BrowseQuery = Page & ({ readonly start: CursorStart; readonly filter: string } | { readonly newerThan: number });
export type RawQuery = { readonly start: CursorStart; readonly limit: number };

export function parseBrowseQuery(query: URLSearchParams): BrowseQuery {
  const { limit, truncate, filter, ...start } = parse(browseQuery, query);
  const page = { limit: Math.max(1, limit), truncate };
  if (start.order === 'oldest' || start.after === undefined) return { ...page, start: toStart(start), filter };
  if (start.from !== undefined || start.since !== undefined || filter !== '')
    throw badRequest('after with order=newest goes with neither from nor since nor filter');
  return { ...page, newerThan: sequenceOf(start.after) };
}

export function parseRawQuery(query: URLSearchParams): RawQuery {
  const { limit, ...start } = parse(rawQuery, query);
  return { start: toStart(start), limit: Math.max(1, limit) };
}

type Start = {
  from?: number | undefined;
  after?: number | '' | undefined;
  since?: number | undefined;
  order: 'oldest' | 'newest';
};

function toStart({ from, after, since, order }: Start): CursorStart {
  if (since === undefined && after === undefined) return { kind: 'position', from: from ?? 0, order };
  if (from !== undefined || order === 'newest' || (since !== undefined && after !== undefined))
    throw badRequest('from, after and since go with none of the others, after and since not with order=newest');
  return after === undefined ? { kind: 'since', atMs: since ?? 0 } : { kind: 'after', sequence: sequenceOf(after) };
}

const sequenceOf = (after: number | ''): number => (after === '' ? -1 : after);

function parse<Output>(schema: z.ZodType<Output>, query: URLSearchParams): Output {
  const result = schema.safeParse(Object.fromEntries(query));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw badRequest(`${issue?.path.map(String).join('.')}: ${issue?.message}`);
}
