import * as z from 'zod';
import { toTypedTable } from '../../../model/field-table-plain';
import { refuseReservedName } from '../../connection/resource-name';
import type { Queue } from '../../queue/queue';
import { createdOr204, json, noContent } from '../http/answer';
import { flexibleBoolean, plainTable } from '../http/body-schema';
import type { Call } from '../http/call';
import { notFound } from '../http/http-error';
import type { JsonObject } from '../http/json-object';
import { listAnswer, objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { requireForwarding } from '../require-forwarding';
import { explicit, listedBindingRow } from '../shapes/binding-row';
import { consumerRow, consumersOf } from '../shapes/consumer-row';
import { queueDefinition, queueRow } from '../shapes/queue-row';
import { withSamples } from '../shapes/with-samples';
import { sortedQueues } from '../sorted-queues';

const access = 'management';

const list = (call: Call) =>
  listAnswer(call, {
    items: call.visibleVirtualHosts().flatMap(sortedQueues),
    nameOf: (queue) => queue.name,
    row: rowOf(call),
  });

/** `disable_stats=true` leaves the figures out, `enable_queue_totals=true` puts the three counts back. */
function rowOf(call: Call): (queue: Queue) => JsonObject {
  if (!call.flag('disable_stats')) return (queue) => queueRow(queue, call.broker, call.statistics);
  const hasTotals = call.flag('enable_queue_totals');
  return (queue) => ({
    ...queueDefinition(queue, call.broker),
    ...(queue.policies.policy && { policy: queue.policies.policy.name }),
    state: 'running',
    ...(hasTotals && {
      messages: queue.readyCount + queue.unacknowledgedCount,
      messages_ready: queue.readyCount,
      messages_unacknowledged: queue.unacknowledgedCount,
    }),
  });
}

function get(call: Call) {
  const queue = call.queue();
  const consumers = [...consumersOf(call.broker.connections.values())]
    .filter(({ connection, consumer }) => consumer.queueName === queue.name && connection.virtualHost === queue.identity.virtualHost)
    .map((located) => consumerRow(located, call.broker));
  const row = { ...rowOf(call)(queue), consumer_details: consumers, incoming: [], deliveries: [] };
  return objectAnswer(call, withSamples(call, row, call.statistics.of(queue)));
}

/** `node` is for clusters and accepted; `exclusive` can't be had without a connection and is ignored, as in RabbitMQ. */
export const queueBody = z.object({
  durable: flexibleBoolean.default(false),
  auto_delete: flexibleBoolean.default(false),
  arguments: plainTable.default({}),
});

async function put(call: Call) {
  const virtualHost = call.virtualHost();
  const name = call.newName('queue');
  const body = await call.body(queueBody);
  call.requirePermission('configure', name);
  requireForwarding(call, name, body.arguments['x-dead-letter-exchange']);
  const isNew = !virtualHost.queues.has(name);
  if (isNew) refuseReservedName('queue', name);
  virtualHost.declareQueue({
    name,
    passive: false,
    durable: body.durable,
    exclusive: false,
    autoDelete: body.auto_delete,
    arguments: toTypedTable(body.arguments),
    owner: null,
  });
  await call.durable();
  return createdOr204(isNew);
}

async function remove(call: Call) {
  const { name } = call.queue();
  call.requirePermission('configure', name);
  call.virtualHost().deleteQueue(name, { ifUnused: call.flag('if-unused'), ifEmpty: call.flag('if-empty') }, null);
  await call.durable();
  return noContent();
}

function purge(call: Call) {
  const queue = call.queue();
  call.requirePermission('read', queue.name);
  queue.purge();
  return noContent();
}

function listBindings(call: Call) {
  const virtualHost = call.virtualHost();
  const queue = call.queue();
  const bindings = virtualHost.bindings.to(queue).map((binding) => explicit(binding, virtualHost));
  return listAnswer(call, {
    items: [{ kind: 'default', queue } as const, ...bindings],
    nameOf: (listed) => (listed.kind === 'default' ? listed.queue.name : listed.binding.routingKey),
    row: listedBindingRow,
  });
}

/** RabbitMQ's synchronisation of mirrors: one node has none to do, and says so only for queues that are there. */
function actions(call: Call) {
  call.queue();
  return noContent();
}

/** Membership of a quorum queue: this node. */
function quorumStatus(call: Call) {
  const queue = call.queue();
  if (queue.identity.type !== 'quorum') throw notFound();
  return json([{ 'Node Name': call.broker.nodeName, 'Raft State': 'leader' }]);
}

export const queueResources: readonly Resource[] = [
  { path: '/api/queues', methods: { GET: { access, handle: list } } },
  { path: '/api/queues/detailed', methods: { GET: { access, handle: list } } },
  { path: '/api/queues/:vhost', methods: { GET: { access, handle: list } } },
  {
    path: '/api/queues/:vhost/:queue',
    methods: { GET: { access, handle: get }, PUT: { access, handle: put }, DELETE: { access, handle: remove } },
  },
  { path: '/api/queues/:vhost/:queue/contents', methods: { DELETE: { access, handle: purge } } },
  { path: '/api/queues/:vhost/:queue/bindings', methods: { GET: { access, handle: listBindings } } },
  { path: '/api/queues/:vhost/:queue/actions', methods: { POST: { access, handle: actions } } },
  { path: '/api/queues/quorum/:vhost/:queue/status', methods: { GET: { access, handle: quorumStatus } } },
];
