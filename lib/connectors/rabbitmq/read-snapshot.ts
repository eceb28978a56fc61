import * as z from 'zod';
import type { BrokerSnapshot } from '../../model/live';
import { ConnectorError } from '../connector';
import { listBindings } from './list-bindings';
import { type ManagementClient, managementPath } from './management-client';
import { mapBinding, mapChannel, mapConnection, mapConsumer, mapExchange, mapOverview, mapQueue } from './map-rows';
import { channelShape, connectionShape, consumerShape, exchangeShape, nodeShape, overviewShape, queueShape } from './shapes';

/** Only what is read: a tenth of the bytes of a full row, and since RabbitMQ 3.13 also the way to get statistics at all. */
const queueColumns = [
  ...Object.keys(queueShape.shape).filter((key) => key !== 'message_stats'),
  ...['publish', 'deliver_get', 'redeliver', 'ack'].map((kind) => `message_stats.${kind}_details.rate`),
].join(',');

/** Seven requests at once, two more with topology. A list that the broker user may not see is empty, not an error. */
export async function readSnapshot(
  client: ManagementClient,
  options: { readonly withTopology: boolean; readonly supportsColumns: boolean },
): Promise<BrokerSnapshot> {
  const queuesPath = options.supportsColumns ? `/api/queues?columns=${queueColumns}` : '/api/queues';
  const [overview, nodes, queues, connections, channels, consumers, exchanges] = await Promise.all([
    client.get('/api/overview', overviewShape),
    client.get('/api/nodes', z.array(nodeShape)).catch(emptyIfForbidden),
    client.get(queuesPath, z.array(queueShape)),
    client.get('/api/connections', z.array(connectionShape)),
    client.get('/api/channels', z.array(channelShape)),
    client.get('/api/consumers', z.array(consumerShape)),
    options.withTopology ? client.get(managementPath('exchanges'), z.array(exchangeShape)) : [],
  ]);
  const bindings = options.withTopology ? await listBindings(client, exchanges) : [];
  return {
    overview: mapOverview(overview, nodes),
    queues: queues.map(mapQueue),
    exchanges: exchanges.map(mapExchange),
    bindings: bindings.map(mapBinding),
    // A connection that is just being opened has no user yet: it is not one that anybody can act on.
    connections: connections.map(mapConnection),
    channels: channels.map(mapChannel),
    consumers: consumers.map(mapConsumer),
  };
}

function emptyIfForbidden(error: unknown): [] {
  if (error instanceof ConnectorError && error.code === 'forbidden') return [];
  throw error;
}
