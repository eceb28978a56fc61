import * as z from 'zod';
import { toTypedTable } from '../../../model/field-table-plain';
import { refuseDefaultExchange } from '../../connection/resource-name';
import type { Binding } from '../../exchange/exchange';
import { created, json, noContent } from '../http/answer';
import { plainTable, shortText } from '../http/body-schema';
import type { Call } from '../http/call';
import { notAuthorised, notFound } from '../http/http-error';
import { listAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { bindingRow, bindingsOf, defaultBindingRow, listedBindingRow } from '../shapes/binding-row';
import { propertiesKey } from '../shapes/properties-key';

const access = 'management';
type DestinationKind = Binding['destination']['kind'];

const list = (call: Call) =>
  listAnswer(call, {
    items: call.visibleVirtualHosts().flatMap((virtualHost) => [...bindingsOf(virtualHost)]),
    nameOf: (listed) => (listed.kind === 'default' ? listed.queue.name : listed.binding.routingKey),
    row: listedBindingRow,
  });

/** Bindings of one source and destination. */
function pairOf(call: Call, kind: DestinationKind): Binding[] {
  const virtualHost = call.virtualHost();
  const name = call.parameter('destination');
  const destination = kind === 'queue' ? virtualHost.queues.get(name) : virtualHost.exchanges.get(call.exchangeName('destination'));
  if (destination === undefined) return [];
  const source = call.exchangeName('source');
  return virtualHost.bindings.to(destination).filter((binding) => binding.source.name === source);
}

function listPair(call: Call, kind: DestinationKind) {
  const queue = call.virtualHost().queues.get(call.parameter('destination'));
  if (kind === 'queue' && call.exchangeName('source') === '' && queue) return json([defaultBindingRow(queue)]);
  return json(pairOf(call, kind).map((binding) => bindingRow(binding, call.virtualHost().name)));
}

const bindingBody = z.object({ routing_key: shortText.default(''), arguments: plainTable.default({}) });

/** As AMQP asks: write on the destination, read on the source. */
function requireBindingPermissions(call: Call, kind: DestinationKind): void {
  const source = call.exchangeName('source');
  refuseDefaultExchange(source);
  call.requirePermission('write', kind === 'queue' ? call.parameter('destination') : call.exchangeName('destination'));
  call.requirePermission('read', source);
}

async function bind(call: Call, kind: DestinationKind) {
  const virtualHost = call.virtualHost();
  const body = await call.body(bindingBody);
  requireBindingPermissions(call, kind);
  const source = call.exchangeName('source');
  const isTopic = virtualHost.exchanges.get(source)?.identity.type === 'topic';
  if (isTopic && !call.broker.accounts.permitsTopic(call.user.name, virtualHost.name, source, 'read', body.routing_key))
    throw notAuthorised('Access refused.');
  const destination = call.parameter('destination');
  const declaration = { source, destination, routingKey: body.routing_key, arguments: toTypedTable(body.arguments) };
  const binding = kind === 'queue' ? virtualHost.bindQueue(declaration, null) : virtualHost.bindExchange(declaration);
  await call.durable();
  // Tools take the last segment as the key, decoded once: so it is encoded once more here.
  const key = propertiesKey(binding.routingKey, binding.arguments);
  return created(`${encodeURIComponent(destination)}/${encodeURIComponent(key)}`);
}

/** The key of the path is itself form-encoded; some tools send it decoded once too often. */
function findByKey(call: Call, kind: DestinationKind): Binding {
  const wanted = call.parameter('key');
  const bindings = pairOf(call, kind);
  const found =
    bindings.find((binding) => propertiesKey(binding.routingKey, binding.arguments) === wanted) ??
    bindings.find((binding) => binding.arguments.length === 0 && binding.routingKey === wanted);
  if (found === undefined) throw notFound();
  return found;
}

async function unbind(call: Call, kind: DestinationKind) {
  const virtualHost = call.virtualHost();
  requireBindingPermissions(call, kind);
  const { source, destination, routingKey, arguments: table } = findByKey(call, kind);
  const declaration = { source: source.name, destination: destination.name, routingKey, arguments: table };
  if (kind === 'queue') virtualHost.unbindQueue(declaration, null);
  else virtualHost.unbindExchange(declaration);
  await call.durable();
  return noContent();
}

function getOne(call: Call, kind: DestinationKind) {
  const queue = call.virtualHost().queues.get(call.parameter('destination'));
  if (kind === 'queue' && call.exchangeName('source') === '' && queue?.name === call.parameter('key'))
    return json(defaultBindingRow(queue));
  return json(bindingRow(findByKey(call, kind), call.virtualHost().name));
}

const pairResources = (letter: 'q' | 'e', kind: DestinationKind): Resource[] => [
  {
    path: `/api/bindings/:vhost/e/:source/${letter}/:destination`,
    methods: {
      GET: { access, handle: (call) => listPair(call, kind) },
      POST: { access, handle: (call) => bind(call, kind) },
    },
  },
  {
    path: `/api/bindings/:vhost/e/:source/${letter}/:destination/:key`,
    methods: {
      GET: { access, handle: (call) => getOne(call, kind) },
      DELETE: { access, handle: (call) => unbind(call, kind) },
    },
  },
];

export const bindingResources: readonly Resource[] = [
  { path: '/api/bindings', methods: { GET: { access, handle: list } } },
  { path: '/api/bindings/:vhost', methods: { GET: { access, handle: list } } },
  ...pairResources('q', 'queue'),
  ...pairResources('e', 'exchange'),
];
