'use client';

import { parseAsBoolean, parseAsInteger, parseAsIsoDateTime, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { messagePageLimits } from '@/lib/queries/messages';

/** What a `?plan=` in the address opens: links from other pages lead straight to the review. */
export const planKinds = ['replay', 'discard', 'purge'] as const;

const parsers = {
  order: parseAsStringLiteral(['oldest', 'newest'] as const).withDefault('oldest'),
  from: parseAsInteger.withDefault(0),
  /** A time at which the page begins, instead of `from`. */
  since: parseAsIsoDateTime,
  /** Follows the newest messages instead of showing a page. */
  live: parseAsBoolean.withDefault(false),
  limit: parseAsInteger.withDefault(messagePageLimits[1]),
  /** Key of the open message, see messageKey. */
  message: parseAsString,
  plan: parseAsStringLiteral(planKinds),
};

/** The place in the queue, the open message and the open plan, all in the URL. */
export function useMessageParams() {
  const [params, setParams] = useQueryStates(parsers, { history: 'push' });
  const limit = messagePageLimits.find((each) => each === params.limit) ?? messagePageLimits[1];
  return [{ ...params, from: Math.max(0, params.from), limit }, setParams] as const;
}
