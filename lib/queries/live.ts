'use client';

import { type QueryClient, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Freshness, LiveTopic, Series, SeriesSubject } from '../model/live';
import { queueKey } from '../model/live';
import type { Overview, Queue } from '../model/resources';
import { request } from './client';
import { keys } from './keys';
import type { LiveRow, LiveRows } from './live-rows';
import { LiveStream, type Transport } from './live-stream';

/** Streams live as long as the page; one a broker. */
const streams = new WeakMap<QueryClient, Map<string, LiveStream>>();

function streamOf(client: QueryClient, broker: string): LiveStream {
  const known = streams.get(client) ?? new Map<string, LiveStream>();
  streams.set(client, known);
  const stream = known.get(broker) ?? new LiveStream(client, broker, () => void client.invalidateQueries({ queryKey: keys.session }));
  known.set(broker, stream);
  return stream;
}

function useNeed(broker: string, topics: string, subjects: string): void {
  const client = useQueryClient();
  useEffect(() => streamOf(client, broker).need(split(topics) as LiveTopic[], split(subjects)), [client, broker, topics, subjects]);
}
const split = (list: string): string[] => (list === '' ? [] : list.split(' '));

/** What the stream writes into the cache; never fetched, never shared structurally (10,000 rows four times a second). */
function useLiveData<Data>(queryKey: readonly unknown[]): Data | undefined {
  return useQuery<Data>({ queryKey, queryFn: skipToken, staleTime: Number.POSITIVE_INFINITY, structuralSharing: false }).data;
}

/**
 * A live list of a broker ('' for none), undefined until the first answer. Rows keep their objects while they don't change.
 *   const queues = useLiveRows(broker, 'queues');
 */
export function useLiveRows<Topic extends Exclude<LiveTopic, 'overview'>>(
  broker: string,
  topic: Topic,
): readonly LiveRow[Topic][] | undefined {
  useNeed(broker, topic, '');
  return useLiveData<LiveRows<LiveRow[Topic]>>(keys.live(broker, topic))?.rows;
}

export function useLiveOverview(broker: string): Overview | undefined {
  useNeed(broker, 'overview', '');
  return useLiveData<LiveRows<Overview>>(keys.live(broker, 'overview'))?.rows[0];
}

/** One queue; null when the list has come and the queue isn't in it. */
export function useLiveQueue(broker: string, virtualHost: string, name: string): Queue | null | undefined {
  useNeed(broker, 'queues', '');
  const list = useLiveData<LiveRows<Queue>>(keys.live(broker, 'queues'));
  if (list === undefined) return undefined;
  const at = list.indexOf.get(queueKey({ virtualHost, name }));
  return at === undefined ? null : (list.rows[at] ?? null);
}

/** How old the figures are, as the console says; undefined before its first word. */
export function useFreshness(broker: string): Freshness | undefined {
  return useLiveData<Freshness>(keys.live(broker, 'freshness'));
}

export function useTransport(broker: string): Transport {
  return useLiveData<Transport>(keys.live(broker, 'transport')) ?? { state: 'connecting' };
}

/** A subject's last minutes, then point by point. `minutes` beyond 15 come in steps of 10 s. */
export function useSeries(broker: string, subject: SeriesSubject, minutes: number) {
  useNeed(broker, '', subject);
  return useQuery<Series>({
    queryKey: keys.series(broker, subject, minutes),
    queryFn: ({ signal }) => request(['brokers', broker, 'series'], { query: { subject, minutes }, signal }),
    structuralSharing: false,
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
}
