import { toPlainTable } from '../../../model/field-table-plain';
import type { Exchange } from '../../exchange/exchange';
import type { Statistics } from '../../stats/statistics';
import type { JsonObject } from '../http/json-object';
import { messageStats } from './message-stats';

export function exchangeRow(exchange: Exchange, statistics: Statistics | null): JsonObject {
  const { identity, policies } = exchange;
  return {
    name: identity.name,
    vhost: identity.virtualHost,
    type: identity.type,
    durable: identity.isDurable,
    auto_delete: identity.isAutoDelete,
    internal: identity.isInternal,
    arguments: toPlainTable(identity.arguments),
    ...(policies.policy && { policy: policies.policy.name }),
    ...(statistics && { message_stats: messageStats(exchange.counters, statistics.of(exchange)?.window, 'exchange') }),
  };
}

/** In every virtual host, and nobody's to change. */
export const isStandardExchange = (name: string): boolean => name === '' || name.startsWith('amq.');
