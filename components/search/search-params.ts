'use client';

import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs';
import type { SearchRequest } from '@/lib/model/search';

/** A crafted address can't ask for more queues than a person would choose. */
export const queuesMax = 50;

const parsers = {
  text: parseAsString.withDefault(''),
  header: parseAsString.withDefault(''),
  value: parseAsString.withDefault(''),
  path: parseAsString.withDefault(''),
  is: parseAsString.withDefault(''),
  filter: parseAsString.withDefault(''),
  vhost: parseAsString.withDefault('/'),
  queues: parseAsArrayOf(parseAsString).withDefault([]),
  /** The search that was started from these, shared with its link. */
  search: parseAsString,
  message: parseAsString,
};

export const useSearchParams = () => useQueryStates(parsers, { history: 'replace' });
export type SearchParams = ReturnType<typeof useSearchParams>[0];

export function requestOf(params: SearchParams): SearchRequest {
  return {
    queues: params.queues.slice(0, queuesMax).map((name) => ({ virtualHost: params.vhost, name })),
    filter: params.filter.trim(),
    plain: {
      text: params.text,
      header: params.header === '' ? null : { key: params.header, value: params.value },
      jsonPath: params.path === '' ? null : { path: params.path, value: params.is },
    },
  };
}

/** Why there is nothing to search for yet, or null. */
export const whyNoSearch = (params: SearchParams): string | null =>
  params.text === '' && params.header === '' && params.path === '' && params.filter.trim() === '' ? 'Say what to look for first.' : null;
