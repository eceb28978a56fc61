import { replyCode } from '../../amqp/errors';
import type { ManagedBroker } from './managed-broker';

/** Its clients are told and cut, then everything in it goes, permissions included. */
export function deleteVirtualHost(broker: ManagedBroker, name: string): void {
  for (const connection of broker.connections.values())
    if (connection.virtualHost === name)
      connection.closeByBroker(replyCode.connectionForced, `CONNECTION_FORCED - vhost '${name}' is deleted`);
  broker.deleteVirtualHost(name);
  broker.accounts.virtualHostDeleted(name);
}
