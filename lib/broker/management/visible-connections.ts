import { mayMonitor } from '../auth/user';
import type { Call } from './http/call';
import type { ManagedConnection } from './managed-connection';

/** All for monitors and administrators, one's own for others; those of `:vhost` when the path has one. By name. */
export function visibleConnections(call: Call): ManagedConnection[] {
  const virtualHost = call.hasParameter('vhost') ? call.virtualHost().name : null;
  const seesAll = mayMonitor(call.user);
  return [...call.broker.connections.values()]
    .filter(
      (connection) => (seesAll || connection.user === call.user.name) && (virtualHost === null || connection.virtualHost === virtualHost),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
