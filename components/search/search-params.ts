'use client';

import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { requestInCel } from '@/lib/model/plain-in-cel';
import type { SearchRequest, SearchScope } from '@/lib/model/search';

/** A crafted address can't ask for more than a person would choose. */
export const queuesMax = 50;
const brokersMax = 20;

export const searchPlaces = ['queues', 'broker', 'all'] as const;
export type SearchPlace = (typeof searchPlaces)[number];

const parsers = {
  /** Boxes, or the language for those who want more. */
  by: parseAsStringLiteral(['boxes', 'cel'] as const).withDefault('boxes'),
  text: parseAsString.withDefault(''),
  header: parseAsString.withDefault(''),
  value: parseAsString.withDefault(''),
  path: parseAsString.withDefault(''),
  is: parseAsString.withDefault(''),
  filter: parseAsString.withDefault(''),
  where: parseAsStringLiteral(searchPlaces).withDefault('broker'),
  /** Each as queueKey writes it. */
  queues: parseAsArrayOf(parseAsString).withDefault([]),
  /** The search that was started from these, shared with its link. */
  search: parseAsString,
  message: parseAsString,
};

export const useSearchParams = () => useQueryStates(parsers, { history: 'replace' });
export type SearchParams = ReturnType<typeof useSearchParams>[0];
type Named = { readonly virtualHost: string; readonly name: string };

/** Two names in one word of the address; names hold slashes. */
export const queueKey = ({ virtualHost, name }: Named): string => `${encodeURIComponent(virtualHost)}/${encodeURIComponent(name)}`;

function queueOf(key: string): Named | null {
  const [virtualHost, name] = key.split('/');
  try {
    return virtualHost && name ? { virtualHost: decodeURIComponent(virtualHost), name: decodeURIComponent(name) } : null;
  } catch {
    return null; // a crafted address
  }
}

export const queuesOf = (params: Pick<SearchParams, 'queues'>): readonly Named[] =>
  params.queues.slice(0, queuesMax).flatMap((key) => queueOf(key) ?? []);

export function scopesOf(params: SearchParams, broker: string, brokerIds: readonly string[]): readonly SearchScope[] {
  if (params.where === 'all') return brokerIds.slice(0, brokersMax).map((brokerId) => ({ brokerId, queues: [], acceptsEffects: false }));
  return [{ brokerId: broker, queues: params.where === 'queues' ? queuesOf(params) : [], acceptsEffects: false }];
}

const plainOf = (params: SearchParams): SearchRequest['plain'] => ({
  text: params.text,
  header: params.header === '' ? null : { key: params.header, value: params.value },
  jsonPath: params.path === '' ? null : { path: params.path, value: params.is },
});

export const requestOf = (params: SearchParams, scopes: readonly SearchScope[]): SearchRequest => ({
  scopes,
  filter: params.filter.trim(),
  plain: params.by === 'boxes' ? plainOf(params) : null,
});

/** From the boxes to the language: the filter that means the same. The way back leaves the filter where it is. */
export const inCel = (params: SearchParams): Partial<SearchParams> => ({
  by: 'cel',
  filter: requestInCel({ filter: params.filter, plain: plainOf(params) }),
  text: '',
  header: '',
  value: '',
  path: '',
  is: '',
});

/** The form as it was for a search that is kept. */
export function paramsOf({ scopes, filter, plain }: SearchRequest): Partial<SearchParams> {
  const [first, ...others] = scopes;
  const queues = first?.queues ?? [];
  return {
    by: plain === null ? 'cel' : 'boxes',
    filter,
    text: plain?.text ?? '',
    header: plain?.header?.key ?? '',
    value: plain?.header?.value ?? '',
    path: plain?.jsonPath?.path ?? '',
    is: plain?.jsonPath?.value ?? '',
    where: others.length > 0 ? 'all' : queues.length > 0 ? 'queues' : 'broker',
    queues: queues.map(queueKey),
  };
}

/** Whether both look for the same in the same places. */
export const isSameSearch = (one: SearchRequest, other: SearchRequest): boolean => essence(one) === essence(other);

const essence = (request: SearchRequest): string =>
  JSON.stringify([
    requestInCel(request),
    request.scopes.map(({ brokerId, queues }) => [brokerId, queues.map(queueKey).toSorted()]).toSorted(),
  ]);

/** Why there is nothing to search for yet, or null. */
export function whyNoSearch(params: SearchParams): string | null {
  if (params.where === 'queues' && queuesOf(params).length === 0) return 'Choose a queue first.';
  const isAsked =
    params.filter.trim() !== '' || (params.by === 'boxes' && (params.text !== '' || params.header !== '' || params.path !== ''));
  return isAsked ? null : 'Say what to look for first.';
}
