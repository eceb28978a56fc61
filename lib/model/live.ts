import type { Binding, Channel, Connection, Consumer, Exchange, Overview, Queue } from './resources';

/** All that a collector knows of one broker at one moment. */
export type BrokerSnapshot = {
  readonly overview: Overview;
  readonly queues: readonly Queue[];
  readonly exchanges: readonly Exchange[];
  readonly bindings: readonly Binding[];
  readonly connections: readonly Connection[];
  readonly channels: readonly Channel[];
  readonly consumers: readonly Consumer[];
};

/** Lists that travel as key → row deltas; `overview` travels whole. */
export type LiveTopic = 'overview' | 'queues' | 'exchanges' | 'bindings' | 'connections' | 'channels' | 'consumers' | 'operations';

/** How old the figures are and why: `live`, or `stale` since when and for what reason, or the first poll is still out. */
export type Freshness =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly atMs: number }
  | { readonly state: 'stale'; readonly sinceMs: number; readonly reason: string };

/**
 * Server-sent events of GET /api/brokers/{broker}/stream?topics=overview,queues
 *   event: freshness  data: Freshness
 *   event: reset      data: { topic, rows }            whole list, on connect and after a gap
 *   event: delta      data: { topic, upsert, remove }  remove holds keys, see keyOf…
 *   event: series     data: SeriesPoint[]              one point a subject per tick, for subjects in ?series=
 */
export type LiveReset = { readonly topic: LiveTopic; readonly rows: readonly unknown[] };
export type LiveDelta = { readonly topic: LiveTopic; readonly upsert: readonly unknown[]; readonly remove: readonly string[] };

/** Subject of a time series: `overview`, or `queue:{vhost}/{name}` with both parts percent-encoded. */
export type SeriesSubject = string;
export const seriesFields = [
  'ready',
  'unacknowledged',
  'publish',
  'deliver',
  'acknowledge',
  'redeliver',
  'confirm',
  'unroutable',
  'consumers',
] as const;
export type SeriesField = (typeof seriesFields)[number];
export type SeriesPoint = {
  readonly subject: SeriesSubject;
  readonly atMs: number;
  readonly values: Readonly<Record<SeriesField, number | null>>;
};
/** Columnar, for uPlot: timesMs[i] belongs to fields[f][i]. */
export type Series = {
  readonly subject: SeriesSubject;
  readonly timesMs: readonly number[];
  readonly fields: Readonly<Record<SeriesField, readonly (number | null)[]>>;
};

const part = encodeURIComponent;
export const queueKey = (queue: { virtualHost: string; name: string }): string => `${part(queue.virtualHost)}/${part(queue.name)}`;
export const exchangeKey = (exchange: { virtualHost: string; name: string }): string => queueKey(exchange);
export const bindingKey = (b: Pick<Binding, 'virtualHost' | 'source' | 'destination' | 'destinationType' | 'propertiesKey'>): string =>
  [b.virtualHost, b.source, b.destinationType, b.destination, b.propertiesKey].map(part).join('/');
export const connectionKey = (connection: { name: string }): string => connection.name;
export const channelKey = (channel: { name: string }): string => channel.name;
export const consumerKey = (consumer: { channelName: string; consumerTag: string }): string =>
  `${part(consumer.channelName)}/${part(consumer.consumerTag)}`;
export const queueSubject = (virtualHost: string, name: string): SeriesSubject => `queue:${queueKey({ virtualHost, name })}`;
