import * as z from 'zod';
import type { PlainTable, TypedTable } from '../../model/field-table';
import type { RoutePreview } from '../../model/resources';
import { RouteSimulator } from '../../model/routing';
import { ConnectorError } from '../connector';
import { listBindings } from './list-bindings';
import { type ManagementClient, managementPath } from './management-client';
import { mapBinding } from './map-rows';
import { exchangeShape, policyShape } from './shapes';

const namedShape = z.object({ name: z.string() });

/** Where a message would go, computed here from the bindings of now, for brokers that don't answer it themselves. */
export async function simulateRoute(
  client: ManagementClient,
  virtualHost: string,
  message: { readonly exchange: string; readonly routingKey: string; readonly headers: TypedTable },
): Promise<RoutePreview> {
  const [exchanges, queues, policies] = await Promise.all([
    client.get(managementPath('exchanges', virtualHost), z.array(exchangeShape)),
    client.get(`${managementPath('queues', virtualHost)}?columns=name`, z.array(namedShape)),
    client.get(managementPath('policies', virtualHost), z.array(policyShape)).catch(() => []),
  ]);
  const bindings = await listBindings(client, exchanges, virtualHost);
  const definitions = new Map(policies.map((policy) => [policy.name, policy.definition]));
  const simulator = new RouteSimulator({
    exchanges: exchanges.map((row) => ({
      name: row.name,
      type: row.type,
      arguments: withAlternate(row.arguments, definitions.get(row.policy ?? '')),
    })),
    bindings: bindings.map(mapBinding),
    queues: queues.map((queue) => queue.name),
  });
  const preview = simulator.route(message);
  if (preview === null)
    throw new ConnectorError('not-found', `There is no exchange '${message.exchange}' in virtual host '${virtualHost}'.`);
  return preview;
}

/** A policy may name the alternate exchange; an argument of the exchange wins over it. */
function withAlternate(own: PlainTable, policy: PlainTable | undefined): PlainTable {
  const alternate = policy?.['alternate-exchange'];
  return alternate === undefined || own['alternate-exchange'] !== undefined ? own : { ...own, 'alternate-exchange': alternate };
}
