import { checkExchangeType } from '../../exchange/exchange-types';
import { notFound } from '../../vhost/equivalence';
import { requirePermission, requireTopicPermission } from '../access';
import type { Channel } from '../channel';
import { cleanName, refuseDefaultExchange, refuseReservedName } from '../resource-name';
import type { MethodHandlers, MethodsOf } from './method-handler';

export const exchangeHandlers: MethodHandlers<MethodsOf<'exchange'>> = {
  'exchange.declare': (channel, method) => {
    if (!method.passive) checkExchangeType(method.type);
    const name = cleanName(method.exchange);
    refuseDefaultExchange(name);
    const { virtualHost } = channel;
    if (method.passive) {
      if (!virtualHost.exchanges.has(name)) throw notFound('exchange', name, virtualHost.name);
    } else {
      requirePermission(channel, 'configure', 'exchange', name);
      if (!virtualHost.exchanges.has(name)) refuseReservedName('exchange', name);
      const alternate = method.arguments.find((entry) => entry.key === 'alternate-exchange')?.value;
      if (alternate?.type === 'string') {
        requirePermission(channel, 'read', 'exchange', name);
        requirePermission(channel, 'write', 'exchange', alternate.value);
      }
      const { type, durable, autoDelete, internal, arguments: table } = method;
      virtualHost.declareExchange({ name, type, passive: false, durable, autoDelete, internal, arguments: table });
    }
    if (!method.noWait) channel.writeWhenDefined({ name: 'exchange.declare-ok' });
  },

  'exchange.delete': (channel, { exchange, ifUnused, noWait }) => {
    const name = cleanName(exchange);
    refuseDefaultExchange(name);
    requirePermission(channel, 'configure', 'exchange', name);
    channel.virtualHost.deleteExchange(name, { ifUnused });
    if (!noWait) channel.writeWhenDefined({ name: 'exchange.delete-ok' });
  },

  'exchange.bind': (channel, { destination, source, routingKey, noWait, arguments: table }) => {
    checkBinding(channel, destination, source, routingKey);
    channel.virtualHost.bindExchange({ source, destination, routingKey, arguments: table });
    if (!noWait) channel.writeWhenDefined({ name: 'exchange.bind-ok' });
  },

  'exchange.unbind': (channel, { destination, source, routingKey, noWait, arguments: table }) => {
    checkBinding(channel, destination, source, routingKey);
    channel.virtualHost.unbindExchange({ source, destination, routingKey, arguments: table });
    if (!noWait) channel.writeWhenDefined({ name: 'exchange.unbind-ok' });
  },
};

function checkBinding(channel: Channel, destination: string, source: string, routingKey: string): void {
  refuseDefaultExchange(destination);
  requirePermission(channel, 'write', 'exchange', destination);
  refuseDefaultExchange(source);
  requirePermission(channel, 'read', 'exchange', source);
  if (channel.virtualHost.exchanges.get(source)?.identity.type === 'topic') requireTopicPermission(channel, 'read', source, routingKey);
}
