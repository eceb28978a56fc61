import * as z from 'zod';
import { toTypedTable } from '../../../model/field-table-plain';
import { refuseDefaultExchange, refuseReservedName } from '../../connection/resource-name';
import type { Exchange } from '../../exchange/exchange';
import { createdOr204, noContent } from '../http/answer';
import { flexibleBoolean, plainTable } from '../http/body-schema';
import type { Call } from '../http/call';
import { listAnswer, objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { requireForwarding } from '../require-forwarding';
import { explicit, type ListedBinding, listedBindingRow } from '../shapes/binding-row';
import { exchangeRow } from '../shapes/exchange-row';
import { withSamples } from '../shapes/with-samples';

const access = 'management';

function list(call: Call) {
  const statistics = call.flag('disable_stats') ? null : call.statistics;
  return listAnswer(call, {
    items: call
      .visibleVirtualHosts()
      .flatMap((virtualHost) => [...virtualHost.exchanges.values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    nameOf: (exchange: Exchange) => exchange.name,
    row: (exchange) => exchangeRow(exchange, statistics),
  });
}

function get(call: Call) {
  const exchange = call.exchange();
  const row = { ...exchangeRow(exchange, call.statistics), incoming: [], outgoing: [] };
  return objectAnswer(call, withSamples(call, row, call.statistics.of(exchange)));
}

export const exchangeBody = z.object({
  type: z.string().default('direct'),
  durable: flexibleBoolean.default(false),
  auto_delete: flexibleBoolean.default(false),
  internal: flexibleBoolean.default(false),
  arguments: plainTable.default({}),
});

async function put(call: Call) {
  const virtualHost = call.virtualHost();
  const name = call.newName('exchange') && call.exchangeName();
  const body = await call.body(exchangeBody);
  refuseDefaultExchange(name);
  call.requirePermission('configure', name);
  requireForwarding(call, name, body.arguments['alternate-exchange']);
  const isNew = !virtualHost.exchanges.has(name);
  if (isNew) refuseReservedName('exchange', name);
  virtualHost.declareExchange({
    name,
    type: body.type,
    passive: false,
    durable: body.durable,
    autoDelete: body.auto_delete,
    internal: body.internal,
    arguments: toTypedTable(body.arguments),
  });
  await call.durable();
  return createdOr204(isNew);
}

async function remove(call: Call) {
  const { name } = call.exchange();
  refuseDefaultExchange(name);
  refuseReservedName('exchange', name);
  call.requirePermission('configure', name);
  call.virtualHost().deleteExchange(name, { ifUnused: call.flag('if-unused') });
  await call.durable();
  return noContent();
}

const listOf = (call: Call, items: readonly ListedBinding[]) =>
  listAnswer(call, {
    items,
    nameOf: (listed) => (listed.kind === 'default' ? listed.queue.name : listed.binding.routingKey),
    row: listedBindingRow,
  });

function listAsSource(call: Call) {
  const virtualHost = call.virtualHost();
  const exchange = call.exchange();
  if (exchange.name === '')
    return listOf(
      call,
      [...virtualHost.queues.values()].map((queue) => ({ kind: 'default', queue })),
    );
  return listOf(
    call,
    [...exchange.bindings].map((binding) => explicit(binding, virtualHost)),
  );
}

function listAsDestination(call: Call) {
  const virtualHost = call.virtualHost();
  return listOf(
    call,
    virtualHost.bindings.to(call.exchange()).map((binding) => explicit(binding, virtualHost)),
  );
}

export const exchangeResources: readonly Resource[] = [
  { path: '/api/exchanges', methods: { GET: { access, handle: list } } },
  { path: '/api/exchanges/:vhost', methods: { GET: { access, handle: list } } },
  {
    path: '/api/exchanges/:vhost/:exchange',
    methods: { GET: { access, handle: get }, PUT: { access, handle: put }, DELETE: { access, handle: remove } },
  },
  { path: '/api/exchanges/:vhost/:exchange/bindings/source', methods: { GET: { access, handle: listAsSource } } },
  { path: '/api/exchanges/:vhost/:exchange/bindings/destination', methods: { GET: { access, handle: listAsDestination } } },
];
