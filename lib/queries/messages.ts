import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { BrowsedMessage, Intrusiveness, MessagePage } from '../model/message';
import type { Selection } from '../model/operations';
import { request, urlOf } from './client';

export type QueuePlace = { readonly broker: string; readonly virtualHost: string; readonly queue: string };
export type MessageOrder = 'oldest' | 'newest';
/** `since`: ms since the epoch; then the page begins at the first message that came in at this time or later, whatever `from` is. */
export type PagePlace = { readonly from: number; readonly limit: number; readonly order: MessageOrder; readonly since: number | null };

export const messagePageLimits = [20, 50, 100] as const;

const pathOf = ({ broker, virtualHost, queue }: QueuePlace, ...rest: readonly string[]): readonly string[] => [
  'brokers',
  broker,
  'queues',
  virtualHost,
  queue,
  ...rest,
];

export const messageKeys = {
  queue: (place: QueuePlace) => ['messages', place.broker, place.virtualHost, place.queue] as const,
  page: (place: QueuePlace, page: PagePlace) => [...messageKeys.queue(place), 'page', page] as const,
  tail: (place: QueuePlace) => [...messageKeys.queue(place), 'tail'] as const,
  one: (place: QueuePlace, id: string) => [...messageKeys.queue(place), 'message', id] as const,
  intrusiveness: (place: QueuePlace) => [...messageKeys.queue(place), 'intrusiveness'] as const,
};

export const fetchMessagePage = (place: QueuePlace, page: PagePlace, signal?: AbortSignal): Promise<MessagePage> =>
  request<MessagePage>(pathOf(place, 'messages'), { query: page, ...(signal ? { signal } : {}) });

/**
 * One page of a queue's messages. `isAllowed` false keeps it from reading at all, for brokers where a read leaves traces and
 * nobody has agreed yet. Where reading leaves traces it is never repeated by itself: no refetch on focus, no retry.
 */
export function useMessagePage(place: QueuePlace, page: PagePlace, how: { isAllowed: boolean; isFree: boolean }) {
  return useQuery({
    queryKey: messageKeys.page(place, page),
    queryFn: ({ signal }) => fetchMessagePage(place, page, signal),
    enabled: how.isAllowed,
    placeholderData: keepPreviousData,
    staleTime: how.isFree ? 0 : Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

/** What a read would change in this queue; asking changes nothing. */
export function useIntrusiveness(place: QueuePlace) {
  return useQuery({
    queryKey: messageKeys.intrusiveness(place),
    queryFn: ({ signal }) => request<Intrusiveness>(pathOf(place, 'intrusiveness'), { signal }),
    refetchOnWindowFocus: false,
  });
}

export const messageQuery = (place: QueuePlace, id: string) =>
  queryOptions({
    queryKey: messageKeys.one(place, id),
    queryFn: ({ signal }) => request<BrowsedMessage>(pathOf(place, 'messages', id), { signal }),
    staleTime: Number.POSITIVE_INFINITY, // a message never changes; that it left the queue is told by the page
    retry: false,
  });

/** The message with its whole body, when `id` is known and `isWanted`. */
export function useMessage(place: QueuePlace, id: string | null, isWanted: boolean) {
  return useQuery({ ...messageQuery(place, id ?? ''), enabled: id !== null && isWanted });
}

/** More ids than this do not fit into an address. */
export const exportIdsMax = 500;

/** Where the browser downloads messages as NDJSON: these, all that match, or the whole queue. */
export function exportUrl(place: QueuePlace, selection: Selection): string {
  const query =
    selection.kind === 'ids' ? { ids: selection.ids.join(',') } : selection.kind === 'filter' ? { filter: selection.filter } : {};
  return urlOf(pathOf(place, 'messages', 'export'), query);
}

/** Where the browser downloads the body's bytes as they are. */
export const messageBodyUrl = (place: QueuePlace, id: string): string => urlOf(pathOf(place, 'messages', id, 'body'));
