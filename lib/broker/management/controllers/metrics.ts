import type { Queue } from '../../queue/queue';
import type { Call } from '../http/call';
import type { Resource } from '../http/router';
import { streamAnswer } from '../http/stream-answer';
import { brokerMetrics, churn } from '../metrics/broker-metrics';
import { channelLabels, channelMetrics, connectionLabels, connectionMetrics } from '../metrics/client-metrics';
import type { Metric } from '../metrics/metric';
import { eachMetrics, summedMetrics } from '../metrics/object-metrics';
import { queueLabels, queueMetrics } from '../metrics/queue-metrics';
import { metricsContentType, renderMetrics } from '../metrics/render-metrics';
import { channelsOf, type LocatedChannel } from '../shapes/channel-row';

const access = 'monitoring';

/** Scrapes of many objects go out in slices: metrics are generators and read the objects as they are written. */
const answer = (metrics: Metric[]) => streamAnswer(metricsContentType, renderMetrics(metrics));

/** `vhost` may be given several times; without it, all. */
function itemsOf(call: Call) {
  const wanted = new Set(call.query.getAll('vhost'));
  const isWanted = (virtualHost: string) => wanted.size === 0 || wanted.has(virtualHost);
  return {
    *queues(): Generator<Queue> {
      for (const virtualHost of call.broker.virtualHosts.values()) if (isWanted(virtualHost.name)) yield* virtualHost.queues.values();
    },
    *connections() {
      for (const connection of call.broker.connections.values()) if (isWanted(connection.virtualHost)) yield connection;
    },
    *channels(): Generator<LocatedChannel> {
      yield* channelsOf(this.connections());
    },
  };
}

function aggregated(call: Call) {
  const items = itemsOf(call);
  return answer([
    ...brokerMetrics(call.broker, call.statistics),
    ...Object.values(queueMetrics).flatMap((metrics) => summedMetrics<Queue>(metrics, () => items.queues())),
    ...Object.values(connectionMetrics).flatMap((metrics) => summedMetrics(metrics, () => items.connections())),
    ...Object.values(channelMetrics).flatMap((metrics) => summedMetrics(metrics, () => items.channels())),
  ]);
}

function perObject(call: Call) {
  return answer([...brokerMetrics(call.broker, call.statistics), ...groups(call, 'rabbitmq_', () => true)]);
}

function groups(call: Call, prefix: 'rabbitmq_' | 'rabbitmq_detailed_', isWanted: (group: string) => boolean): Metric[] {
  const items = itemsOf(call);
  const of = <Group>(table: Readonly<Record<string, Group>>): Group[] =>
    Object.entries(table).flatMap(([group, metrics]) => (isWanted(group) ? [metrics] : []));
  return [
    ...of(queueMetrics).flatMap((metrics) => eachMetrics<Queue>(prefix, metrics, () => items.queues(), queueLabels)),
    ...of(connectionMetrics).flatMap((metrics) => eachMetrics(prefix, metrics, () => items.connections(), connectionLabels)),
    ...of(channelMetrics).flatMap((metrics) => eachMetrics(prefix, metrics, () => items.channels(), channelLabels)),
  ];
}

/** Only what `family` names, RabbitMQ's groups. */
function detailed(call: Call) {
  const families = new Set(call.query.getAll('family'));
  return answer([
    ...groups(call, 'rabbitmq_detailed_', (group) => families.has(group)),
    ...(families.has('connection_churn_metrics') ? churn(call.broker, 'detailed_') : []),
  ]);
}

export const metricsResources: readonly Resource[] = [
  { path: '/metrics', methods: { GET: { access, handle: aggregated } } },
  { path: '/metrics/per-object', methods: { GET: { access, handle: perObject } } },
  { path: '/metrics/detailed', methods: { GET: { access, handle: detailed } } },
];
