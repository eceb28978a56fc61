import { mayMonitor } from '../../auth/user';
import type { Call } from '../http/call';
import { notAuthorised, notFound } from '../http/http-error';
import { listAnswer, objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { channelRow, channelsOf, type LocatedChannel } from '../shapes/channel-row';
import { channelName, consumerRow } from '../shapes/consumer-row';
import { withSamples } from '../shapes/with-samples';
import { visibleConnections } from '../visible-connections';

const access = 'management';

const list = (call: Call) =>
  listAnswer(call, {
    items: [...channelsOf(visibleConnections(call))],
    nameOf: ({ connection, channel }) => channelName(connection, channel),
    row: (located) => channelRow(located, call.broker, call.statistics),
  });

/** `127.0.0.1:1 -> 127.0.0.1:2 (3)`: the connection's name holds no parenthesis, so the last one parts the two. */
function getChannel(call: Call): LocatedChannel {
  const match = /^(.*) \((\d{1,5})\)$/.exec(call.parameter('channel'));
  const connection = call.broker.connections.get(match?.[1] ?? '');
  const channel = connection?.channels.get(Number(match?.[2]));
  if (connection === undefined || channel === undefined) throw notFound();
  if (connection.user !== call.user.name && !mayMonitor(call.user)) throw notAuthorised('User not authorised to access object');
  return { connection, channel };
}

function get(call: Call) {
  const located = getChannel(call);
  const consumers = [...located.channel.consumers.values()].map((consumer) => consumerRow({ ...located, consumer }, call.broker));
  const row = { ...channelRow(located, call.broker, call.statistics), consumer_details: consumers, publishes: [], deliveries: [] };
  return objectAnswer(call, withSamples(call, row, call.statistics.of(located.channel)));
}

export const channelResources: readonly Resource[] = [
  { path: '/api/channels', methods: { GET: { access, handle: list } } },
  { path: '/api/vhosts/:vhost/channels', methods: { GET: { access, handle: list } } },
  { path: '/api/channels/:channel', methods: { GET: { access, handle: get } } },
];
