import { exchangeTypes } from '../../exchange/exchange-types';
import { counterFields } from '../../stats/counter-fields';
import { MessageCounters } from '../../stats/message-counters';
import { churnField, level, type Statistics } from '../../stats/statistics';
import type { VirtualHost } from '../../vhost/virtual-host';
import { compatibility } from '../compatibility';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import { listenerRow } from './listener-row';
import { details, messageStats, type Rates, summedRates } from './message-stats';

/** What the broker is and does altogether, or as far as these virtual hosts go. */
export function overviewRow(broker: ManagedBroker, statistics: Statistics, visible: readonly VirtualHost[], seesAll: boolean) {
  const rates = seesAll
    ? statistics.overview.window
    : summedRates(visible.flatMap((virtualHost) => statistics.of(virtualHost)?.window ?? []));
  return {
    ...identity(broker),
    message_stats: messageStats(seesAll ? broker.counters : sumCounters(visible), rates, 'channel') ?? {},
    churn_rates: churnRates(broker, statistics),
    queue_totals: queueTotals(visible, rates),
    object_totals: objectTotals(broker, visible),
    statistics_db_event_queue: 0,
    node: broker.nodeName,
    listeners: broker.listeners.map((listener) => listenerRow(listener, broker)),
    contexts: broker.listeners
      .filter((listener) => listener.protocol === 'http')
      .map((listener) => ({
        node: broker.nodeName,
        description: 'Warren management',
        path: '/',
        ip: listener.address,
        port: String(listener.port),
      })),
  };
}

const identity = (broker: ManagedBroker): JsonObject => ({
  management_version: compatibility.rabbitVersion,
  rates_mode: 'basic',
  sample_retention_policies: { global: [600], basic: [600], detailed: [] },
  exchange_types: exchangeTypes.map((type) => ({ ...type, enabled: true })),
  product_name: compatibility.productName,
  product_version: broker.version,
  rabbitmq_version: compatibility.rabbitVersion,
  cluster_name: broker.globalParameters.clusterName,
  erlang_version: 'none',
  erlang_full_version: `Node.js ${process.version}`,
  release_series_support_status: 'supported',
  disable_stats: false,
  enable_queue_totals: false,
});

export function sumCounters(virtualHosts: readonly VirtualHost[]): MessageCounters {
  const sum = new MessageCounters();
  for (const { counters } of virtualHosts) for (const [field] of counterFields) sum[field] += counters[field];
  return sum;
}

function queueTotals(visible: readonly VirtualHost[], rates: Rates): JsonObject {
  let ready = 0;
  let unacknowledged = 0;
  for (const virtualHost of visible)
    for (const queue of virtualHost.queues.values()) {
      ready += queue.readyCount;
      unacknowledged += queue.unacknowledgedCount;
    }
  const rate = (field: number) => details(rates.rate(field));
  return {
    messages: ready + unacknowledged,
    messages_details: rate(level.messages),
    messages_ready: ready,
    messages_ready_details: rate(level.ready),
    messages_unacknowledged: unacknowledged,
    messages_unacknowledged_details: rate(level.unacknowledged),
  };
}

function objectTotals(broker: ManagedBroker, visible: readonly VirtualHost[]): JsonObject {
  const names = new Set(visible.map((virtualHost) => virtualHost.name));
  const totals = { channels: 0, connections: 0, consumers: 0, exchanges: 0, queues: 0 };
  for (const connection of broker.connections.values()) {
    if (!names.has(connection.virtualHost)) continue;
    totals.connections++;
    totals.channels += connection.channels.size;
    for (const channel of connection.channels.values()) totals.consumers += channel.consumers.size;
  }
  for (const virtualHost of visible) {
    totals.queues += virtualHost.queues.size;
    totals.exchanges += virtualHost.exchanges.size;
  }
  return totals;
}

const churnNames = {
  connectionCreated: 'connection_created',
  connectionClosed: 'connection_closed',
  channelCreated: 'channel_created',
  channelClosed: 'channel_closed',
  queueDeclared: 'queue_declared',
  queueCreated: 'queue_created',
  queueDeleted: 'queue_deleted',
} as const satisfies Record<keyof typeof churnField, string>;

export function churnRates(broker: ManagedBroker, statistics: Statistics): JsonObject {
  const rates: Record<string, unknown> = {};
  for (const [field, name] of Object.entries(churnNames) as [keyof typeof churnField, string][]) {
    rates[name] = broker.churn[field];
    rates[`${name}_details`] = details(statistics.churn.window.rate(churnField[field]));
  }
  return rates;
}
