import { setTimeout as delay } from 'node:timers/promises';
import { replyCode } from '../../../amqp/errors';
import { isAdministrator, mayMonitor } from '../../auth/user';
import { json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { notAuthorised, notFound } from '../http/http-error';
import { listAnswer, objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import type { ManagedConnection } from '../managed-connection';
import { channelRow, channelsOf } from '../shapes/channel-row';
import { connectionRow } from '../shapes/connection-row';
import { channelName } from '../shapes/consumer-row';
import { withSamples } from '../shapes/with-samples';
import { visibleConnections } from '../visible-connections';

const access = 'management';
/** A peer that does not answer the goodbye is cut by the connection itself; nobody has to wait for that here. */
const closeWaitMs = 1_000;
const closePollMs = 5;
const defaultReason = 'Closed via management plugin';

const list = (call: Call) =>
  listAnswer(call, {
    items: visibleConnections(call),
    nameOf: (connection) => connection.name,
    row: (connection) => connectionRow(connection, call.broker, call.statistics),
  });

/** One's own, or anyone's for monitors. */
function getConnection(call: Call): ManagedConnection {
  const connection = call.broker.connections.get(call.parameter('name'));
  if (connection === undefined) throw notFound();
  if (connection.user !== call.user.name && !mayMonitor(call.user)) throw notAuthorised('User not authorised to access object');
  return connection;
}

function get(call: Call) {
  const connection = getConnection(call);
  const row = connectionRow(connection, call.broker, call.statistics);
  return objectAnswer(call, withSamples(call, row, call.statistics.of(connection), 'connection'));
}

const listChannels = (call: Call) =>
  listAnswer(call, {
    items: [...channelsOf([getConnection(call)])],
    nameOf: ({ connection, channel }) => channelName(connection, channel),
    row: (located) => channelRow(located, call.broker, call.statistics),
  });

function close(call: Call, connection: ManagedConnection): void {
  const header = call.request.headers['x-reason'];
  const reason = typeof header === 'string' && header !== '' ? header : defaultReason;
  connection.closeByBroker(replyCode.connectionForced, `CONNECTION_FORCED - ${reason}`);
}

/** Waits until they are gone, so that who asked and goes on at once does not meet a connection that is about to end. */
async function untilGone(call: Call, connections: readonly ManagedConnection[]): Promise<void> {
  const deadline = performance.now() + closeWaitMs;
  const isThere = () => connections.some((connection) => call.broker.connections.get(connection.name) === connection);
  while (isThere() && performance.now() < deadline) await delay(closePollMs);
}

async function remove(call: Call) {
  const connection = getConnection(call);
  if (connection.user !== call.user.name && !isAdministrator(call.user)) throw notAuthorised('User not authorised to access object');
  close(call, connection);
  await untilGone(call, [connection]);
  return noContent();
}

/** RabbitMQ shows only names here: the path is for closing all of a user's connections. */
function ofUser(call: Call): ManagedConnection[] {
  const user = call.parameter('user');
  if (user !== call.user.name && !isAdministrator(call.user)) throw notAuthorised('User not authorised to access object');
  return [...call.broker.connections.values()].filter((connection) => connection.user === user);
}

const nameRow = (call: Call) => (connection: ManagedConnection) => ({
  name: connection.name,
  vhost: connection.virtualHost,
  user: connection.user,
  node: call.broker.nodeName,
});

async function removeOfUser(call: Call) {
  const connections = ofUser(call);
  for (const connection of connections) close(call, connection);
  await untilGone(call, connections);
  return noContent();
}

export const connectionResources: readonly Resource[] = [
  { path: '/api/connections', methods: { GET: { access, handle: list } } },
  { path: '/api/vhosts/:vhost/connections', methods: { GET: { access, handle: list } } },
  {
    path: '/api/connections/:name',
    methods: {
      GET: { access, handle: get },
      DELETE: { access, handle: remove },
    },
  },
  { path: '/api/connections/:name/channels', methods: { GET: { access, handle: listChannels } } },
  {
    path: '/api/connections/username/:user',
    methods: {
      GET: { access, handle: (call) => json(ofUser(call).map(nameRow(call))) },
      DELETE: { access, handle: removeOfUser },
    },
  },
];
