import type { JsonObject } from '../http/json-object';
import type { ManagedBroker, ManagedListener } from '../managed-broker';

export const listenerRow = (listener: ManagedListener, broker: ManagedBroker): JsonObject => ({
  node: broker.nodeName,
  protocol: listener.protocol,
  ip_address: listener.address,
  port: listener.port,
  socket_opts: { nodelay: true },
});
