import amqplib from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedBroker } from '../support/broker';
import { until } from '../support/poll';
import { startRabbitmq } from '../support/rabbitmq';

/**
 * The management API of the embedded broker beside RabbitMQ's own: the same requests to both, then every field that
 * RabbitMQ answers with must be in our answer too, unless it is listed below with the reason why it can't be.
 */
type Server = { readonly managementUrl: string; readonly amqpUrl: string; stop(): Promise<void> };
type Reply = { readonly status: number; readonly location: string | null; readonly body: unknown };

/** Fields that mean nothing outside Erlang's machine, or that RabbitMQ's later releases dropped as well. */
const absent: readonly RegExp[] = [
  /garbage_collection/, // of an Erlang process
  /reductions/, // Erlang's measure of work
  /backing_queue_status/, // internals of RabbitMQ's queue
  /recoverable_slaves/, // mirrored queues, gone in RabbitMQ 4
  /messages(_ready|_unacknowledged)?_ram$|message_bytes_(ram|persistent)$|paged_out$/, // where messages lie is decided otherwise
  /queues.*\.memory$/, // queues share their memory here
  /message_bytes_dlx|messages_dlx|open_files/, // of RabbitMQ's quorum queue processes
  /exchanges.*\.user_who_performed_action/, // not kept
  /overview.*(disk_reads|disk_writes|cowboy_opts|ssl_opts|socket_opts)/, // of RabbitMQ's store and web server
  /nodes.*\.(applications|contexts|metrics_gc_queue_length|ra_open_file_metrics|run_queue|net_ticktime)/, // Erlang's
  /nodes.*\.(mnesia|msg_store|queue_index|io_|gc_|context_switches|proc_used_details|sockets_used_details)/, // Erlang's
  /nodes.*\.(mem_used|fd_used|disk_free)_details/, // levels, told without a rate
  /memory\.memory\.(?!total\.rss)/, // categories of Erlang's allocator
  /feature-flags/, // nothing here waits to be enabled
  /extensions/, // RabbitMQ's are scripts of its pages
  /\/auth\b.*uaa/, // before RabbitMQ 3.13
  /cluster_state/, // keyed by the node's name
  /global_parameters|global-parameters/, // RabbitMQ's own cluster id
  /definitions\/.*\.vhost$/, // 3.13 leaves it out, so that it can be imported elsewhere
];

let servers: { rabbitmq: Server; warren: Server };
const connections: amqplib.ChannelModel[] = [];

async function call({ managementUrl }: Server, method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(`${managementUrl}/api/${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, location: response.headers.get('location'), body: text === '' ? null : JSON.parse(text) };
}

/** The same small world in both: topology, policies, users, a consumer that acknowledges, traffic. */
async function populate(server: Server): Promise<void> {
  for (const [path, body] of [
    ['exchanges/%2F/orders', { type: 'topic', durable: true, arguments: { 'alternate-exchange': 'alt' } }],
    ['exchanges/%2F/alt', { type: 'fanout', durable: true }],
    ['queues/%2F/jobs', { durable: true, arguments: { 'x-max-length': 1_000 } }],
    ['queues/%2F/big', { durable: true, arguments: { 'x-queue-type': 'quorum' } }],
    ['policies/%2F/cap', { pattern: '^jobs', definition: { 'max-length': 500 }, 'apply-to': 'queues', priority: 3 }],
    ['operator-policies/%2F/cap', { pattern: '^jobs', definition: { 'max-length': 400 }, 'apply-to': 'queues' }],
    ['users/bob', { password: 'secret', tags: 'monitoring,policymaker' }],
    ['permissions/%2F/bob', { configure: '', write: '.*', read: '.*' }],
    ['topic-permissions/%2F/bob', { exchange: 'orders', write: '^o', read: '.*' }],
    ['vhosts/second', { description: 'd', tags: 'a,b' }],
    ['vhost-limits/%2F/max-queues', { value: 100 }],
    ['user-limits/bob/max-connections', { value: 10 }],
  ] as const)
    expect((await call(server, 'PUT', path, body)).status, path).toBeLessThan(300);
  await call(server, 'POST', 'bindings/%2F/e/orders/q/jobs', { routing_key: 'o.#' });
  await call(server, 'POST', 'bindings/%2F/e/orders/e/alt', { routing_key: 'z' });
  const connection = await amqplib.connect(server.amqpUrl, { clientProperties: { connection_name: 'shapes' } });
  connections.push(connection);
  const channel = await connection.createConfirmChannel();
  await channel.prefetch(10);
  await channel.consume('jobs', (message) => message && channel.ack(message), { consumerTag: 'worker' });
  await channel.consume('big', () => {}, { noAck: true });
  for (let index = 0; index < 20; index++) {
    channel.publish('orders', 'o.new', Buffer.from('{}'), { persistent: true, headers: { k: 1 } });
    channel.sendToQueue('big', Buffer.from('x'));
    channel.publish('orders', 'nowhere', Buffer.from('u'), { mandatory: true });
  }
  await channel.waitForConfirms();
}

type QueueFigures = { message_stats?: { ack?: number }; consumer_details?: unknown[]; idle_since?: string };

/** Statistics come with a tick: RabbitMQ answers without them before. */
async function untilCounted(server: Server): Promise<void> {
  const counted = async () => {
    const queue = (await call(server, 'GET', 'queues/%2F/jobs')).body as QueueFigures;
    const channels = (await call(server, 'GET', 'channels')).body as { consumer_count?: number; idle_since?: string }[];
    const isCounted = queue.message_stats?.ack === 20 && queue.consumer_details?.length === 1 && channels[0]?.consumer_count === 2;
    return isCounted && queue.idle_since !== undefined && channels[0]?.idle_since !== undefined;
  };
  await until('statistics of the traffic', counted, 30_000);
}

beforeAll(async () => {
  const [rabbitmq, warren] = await Promise.all([startRabbitmq({ statisticsIntervalMs: 1_000 }), startEmbeddedBroker()]);
  servers = { rabbitmq, warren };
  for (const server of [rabbitmq, warren]) {
    await populate(server);
    await untilCounted(server);
  }
}, 180_000);

afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close().catch(() => {})));
  await Promise.all([servers?.rabbitmq.stop(), servers?.warren.stop()]);
});

/** Every path of keys in the answer; list items together, names that users chose left alone. */
function keysOf(value: unknown, path: string): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...keysOf(item, `${path}[]`)]));
  if (typeof value !== 'object' || value === null || /(arguments|client_properties|definition|headers)$/.test(path)) return new Set();
  return new Set(Object.entries(value).flatMap(([key, inner]) => [`${path}.${key}`, ...keysOf(inner, `${path}.${key}`)]));
}

const connectionName = async (server: Server): Promise<string> => {
  const [first] = (await call(server, 'GET', 'connections')).body as { name: string }[];
  return encodeURIComponent(first!.name);
};
const nodeName = async (server: Server): Promise<string> => ((await call(server, 'GET', 'overview')).body as { node: string }).node;

const paths: readonly string[] = [
  'overview',
  'whoami',
  'nodes',
  'nodes/{node}',
  'nodes/{node}/memory',
  'vhosts',
  'vhosts/%2F',
  'vhosts/%2F/permissions',
  'queues',
  'queues/%2F',
  'queues/%2F/jobs',
  'queues/%2F/big',
  'queues/%2F?page=1&page_size=1&name=jo',
  'queues?disable_stats=true&enable_queue_totals=true',
  'queues/%2F/jobs/bindings',
  'exchanges',
  'exchanges/%2F',
  'exchanges/%2F/orders',
  'exchanges/%2F/amq.default',
  'exchanges/%2F/orders/bindings/source',
  'exchanges/%2F/alt/bindings/destination',
  'bindings',
  'bindings/%2F',
  'bindings/%2F/e/orders/q/jobs',
  'bindings/%2F/e/orders/e/alt',
  'bindings/%2F/e/orders/q/jobs/o.%23',
  'connections',
  'connections/{connection}',
  'connections/{connection}/channels',
  'connections/username/guest',
  'vhosts/%2F/connections',
  'channels',
  'channels/{connection}%20(1)',
  'consumers',
  'consumers/%2F',
  'users',
  'users/bob',
  'users/bob/permissions',
  'users/bob/topic-permissions',
  'permissions',
  'permissions/%2F/bob',
  'topic-permissions',
  'policies',
  'policies/%2F/cap',
  'operator-policies',
  'parameters',
  'global-parameters',
  'vhost-limits',
  'user-limits/bob',
  'definitions',
  'definitions/%2F',
  'cluster-name',
  'extensions',
  'feature-flags',
  'auth/attempts/{node}',
  'health/checks/alarms',
  'health/checks/local-alarms',
  'health/checks/virtual-hosts',
  'health/checks/port-listener/1',
  'health/checks/protocol-listener/amqp091',
  'health/checks/protocol-listener/mqtt',
  'health/checks/node-is-quorum-critical',
  'aliveness-test/%2F',
];

describe('fields', () => {
  it.each(paths)('of GET %s are all there', async (template) => {
    const get = async (server: Server) => {
      const path = template
        .replace('{node}', encodeURIComponent(await nodeName(server)))
        .replace('{connection}', template.includes('{connection}') ? await connectionName(server) : '');
      return call(server, 'GET', path);
    };
    const [theirs, ours] = await Promise.all([get(servers.rabbitmq), get(servers.warren)]);
    expect(ours.status).toBe(theirs.status);
    const present = keysOf(ours.body, template);
    const missing = [...keysOf(theirs.body, template)].filter((key) => !present.has(key) && !absent.some((pattern) => pattern.test(key)));
    expect(missing).toEqual([]);
  });
});

/** Method, path, body: each must be answered with the same status, and the same Location where there is one. */
const requests: readonly (readonly [string, string, unknown?])[] = [
  ['PUT', 'queues/%2F/n1', { durable: true }],
  ['PUT', 'queues/%2F/n1', { durable: true }],
  ['PUT', 'queues/%2F/n1', { durable: false }],
  ['PUT', 'queues/%2F/n1', { durable: 'true' }],
  ['PUT', 'queues/%2F/n2', {}],
  ['PUT', 'queues/%2F/n3', { auto_delete: 'yes' }],
  ['PUT', 'queues/%2F/n3', { arguments: { 'x-message-ttl': 'a' } }],
  ['PUT', 'queues/%2F/n3', { arguments: [] }],
  ['PUT', 'queues/%2F/n3', '{bad'],
  ['PUT', 'queues/%2F/n3', '12'],
  ['PUT', 'queues/%2F/amq.foo', {}],
  ['PUT', 'queues/none/x', {}],
  ['GET', 'queues/none', undefined],
  ['GET', 'queues?page=1&page_size=1000', undefined],
  ['GET', 'queues?page=0', undefined],
  ['GET', 'queues?page=9', undefined],
  ['GET', 'queues?page=1&name=(&use_regex=true', undefined],
  ['POST', 'queues/%2F', {}],
  ['DELETE', 'queues/%2F/none', undefined],
  ['DELETE', 'queues/%2F/jobs?if-unused=true', undefined],
  ['DELETE', 'queues/%2F/none/contents', undefined],
  ['DELETE', 'queues/%2F/n1/contents', undefined],
  ['POST', 'queues/%2F/n1/get', {}],
  ['POST', 'queues/%2F/none/get', { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' }],
  ['POST', 'queues/%2F/n1/get', { count: 1, ackmode: 'ack_requeue_true', encoding: 'foo' }],
  ['POST', 'queues/%2F/n1/get', { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' }],
  ['POST', 'exchanges/%2F/amq.default/publish', { properties: {}, routing_key: 'n1', payload: 'hi', payload_encoding: 'string' }],
  ['POST', 'exchanges/%2F/amq.default/publish', { properties: {}, routing_key: 'n1', payload: '!!', payload_encoding: 'base64' }],
  ['POST', 'exchanges/%2F/amq.default/publish', { routing_key: 'n1' }],
  ['POST', 'exchanges/%2F/none/publish', { properties: {}, routing_key: 'n1', payload: 'hi', payload_encoding: 'string' }],
  ['DELETE', 'queues/%2F/n1?if-empty=true', undefined],
  ['PUT', 'exchanges/%2F/e1', { type: 'direct', durable: true }],
  ['PUT', 'exchanges/%2F/e1', { type: 'direct', durable: true }],
  ['PUT', 'exchanges/%2F/e1', { type: 'fanout', durable: true }],
  ['PUT', 'exchanges/%2F/e2', { type: 'bogus' }],
  ['PUT', 'exchanges/%2F/amq.default', { type: 'direct' }],
  ['DELETE', 'exchanges/%2F/amq.direct', undefined],
  ['DELETE', 'exchanges/%2F/orders?if-unused=true', undefined],
  ['POST', 'bindings/%2F/e/orders/q/n1', {}],
  ['POST', 'bindings/%2F/e/orders/q/n1', { routing_key: 'a b.#~/é' }],
  ['POST', 'bindings/%2F/e/orders/q/none', { routing_key: 'a' }],
  ['POST', 'bindings/%2F/e/none/q/n1', { routing_key: 'a' }],
  ['POST', 'bindings/%2F/e/amq.default/q/n1', { routing_key: 'k' }],
  ['DELETE', 'bindings/%2F/e/orders/q/n1/a+b.%2523%257E%252F%25C3%25A9', undefined],
  ['DELETE', 'bindings/%2F/e/orders/q/n1/nope', undefined],
  ['DELETE', 'exchanges/%2F/e1', undefined],
  ['PUT', 'vhosts/v3', {}],
  ['PUT', 'vhosts/v3', {}],
  ['DELETE', 'vhosts/v3', undefined],
  ['DELETE', 'vhosts/v3', undefined],
  ['PUT', 'users/carl', {}],
  ['PUT', 'users/carl', { password: 'p', tags: '' }],
  ['PUT', 'users/carl', { password_hash: 'AAA', tags: '' }],
  ['PUT', 'users/carl', { password: 'p', tags: ['management'] }],
  ['PUT', 'permissions/%2F/none', { configure: '', write: '', read: '' }],
  ['PUT', 'permissions/%2F/carl', { configure: '', write: '' }],
  ['PUT', 'permissions/%2F/carl', { configure: '(', write: '', read: '' }],
  ['PUT', 'permissions/%2F/carl', { configure: '.*', write: '.*', read: '.*' }],
  ['PUT', 'permissions/%2F/carl', { configure: '.*', write: '.*', read: '.*' }],
  ['DELETE', 'permissions/%2F/carl', undefined],
  ['DELETE', 'permissions/%2F/carl', undefined],
  ['DELETE', 'users/carl', undefined],
  ['DELETE', 'users/carl', undefined],
  ['PUT', 'policies/%2F/p', {}],
  ['PUT', 'policies/%2F/p', { pattern: '(', definition: { 'max-length': 1 } }],
  ['PUT', 'policies/%2F/p', { pattern: 'a', definition: {} }],
  ['PUT', 'policies/%2F/p', { pattern: 'a', definition: { bogus: 1 } }],
  ['PUT', 'policies/%2F/p', { pattern: 'a', definition: { 'max-length': 1 }, 'apply-to': 'bad' }],
  ['PUT', 'policies/%2F/p', { pattern: 'a', definition: { 'max-length': 1 } }],
  ['DELETE', 'policies/%2F/p', undefined],
  ['DELETE', 'policies/%2F/p', undefined],
  ['PUT', 'operator-policies/%2F/p', { pattern: 'a', definition: { 'dead-letter-exchange': 'x' }, 'apply-to': 'queues' }],
  ['PUT', 'parameters/shovel/%2F/s', { value: {} }],
  ['PUT', 'global-parameters/g', { value: { a: 1 } }],
  ['PUT', 'global-parameters/g', {}],
  ['DELETE', 'global-parameters/g', undefined],
  ['PUT', 'vhost-limits/%2F/bogus', { value: 1 }],
  ['PUT', 'cluster-name', { name: 'gold' }],
  ['PUT', 'cluster-name', {}],
  ['POST', 'definitions', {}],
  ['POST', 'definitions', { users: [{ name: 'z' }] }],
  ['POST', 'definitions', { queues: [{ name: 'q', vhost: 'nowhere', durable: true, auto_delete: false, arguments: {} }] }],
  ['POST', 'overview', {}],
  ['DELETE', 'connections/none', undefined],
];

it('answers the same requests with the same status and Location', async () => {
  for (const [method, path, body] of requests) {
    const theirs = await call(servers.rabbitmq, method, path, body);
    const ours = await call(servers.warren, method, path, body);
    const what = `${method} ${path} ${JSON.stringify(body) ?? ''}: ${JSON.stringify(theirs.body)} and ${JSON.stringify(ours.body)}`;
    expect([ours.status, ours.location], what).toEqual([theirs.status, theirs.location]);
  }
});

it('exchanges definitions with RabbitMQ in both directions', async () => {
  for (const [from, to] of [
    [servers.warren, servers.rabbitmq],
    [servers.rabbitmq, servers.warren],
  ] as const) {
    const exported = (await call(from, 'GET', 'definitions')).body;
    const imported = await call(to, 'POST', 'definitions', exported);
    expect(imported.status, JSON.stringify(imported.body)).toBe(204);
  }
});
