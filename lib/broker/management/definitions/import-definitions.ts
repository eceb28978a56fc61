import { toTypedTable } from '../../../model/field-table-plain';
import type { VirtualHost } from '../../vhost/virtual-host';
import { badRequest } from '../http/http-error';
import type { ManagedBroker } from '../managed-broker';
import { parsePolicyBody } from '../policy-body';
import { isStandardExchange } from '../shapes/exchange-row';
import { parseUserBody } from '../user-body';
import { setVirtualHostLimit } from '../virtual-host-limits';
import type { Definitions } from './definitions-body';

/** Objects declared between two turns of the loop: an import of ten thousand must not hold deliveries up. */
export const importBatch = 100;

type Step = () => void;

/**
 * What an import will do, in order, one step an object, so that the caller can let the loop turn in between. Users,
 * virtual hosts, permissions and policies are parsed before the first step runs: a file with a mistake there changes nothing. As in
 * RabbitMQ, importing only adds and changes, and an object that exists with other properties stops it with its reason.
 * `only` imports into one virtual host, whatever the file says.
 */
export function planImport(broker: ManagedBroker, definitions: Definitions, only: VirtualHost | null): Step[] {
  return [
    ...(only === null ? planBroker(broker, definitions) : []),
    ...definitions.policies.map((row) => planPolicy(broker, row, only)),
    ...definitions.parameters.map((row) => () => setParameter(hostOf(broker, row.vhost, only), row)),
    ...definitions.exchanges.filter(({ name }) => !isStandardExchange(name)).map((row) => () => declareExchange(broker, row, only)),
    ...definitions.queues.map((row) => () => declareQueue(broker, row, only)),
    ...definitions.bindings.filter(({ source }) => source !== '').map((row) => () => bind(broker, row, only)),
  ];
}

function planBroker(broker: ManagedBroker, definitions: Definitions): Step[] {
  const { accounts } = broker;
  const users = definitions.users.map((row) => parseUserBody(row.name, row, accounts.findUser(row.name)?.limits ?? {}));
  const known = new Set([...broker.virtualHosts.keys(), ...definitions.vhosts.map(({ name }) => name)]);
  for (const { vhost } of [...definitions.queues, ...definitions.exchanges, ...definitions.bindings, ...definitions.policies])
    if (vhost !== undefined && !known.has(vhost)) throw badRequest(`no_such_vhost: ${vhost}`);
  return [
    ...definitions.vhosts.map((row) => () => createVirtualHost(broker, row)),
    ...users.map((user) => () => void accounts.putUser(user)),
    ...definitions.permissions.map((row) => () => void accounts.permissions.set(row)),
    ...definitions.topic_permissions.map((row) => () => void accounts.topicPermissions.set(row)),
    ...definitions.global_parameters.map(
      ({ name, value }) =>
        () =>
          void broker.globalParameters.set(name, value ?? null),
    ),
  ];
}

function createVirtualHost(broker: ManagedBroker, row: Definitions['vhosts'][number]): void {
  const queueType = row.default_queue_type ?? row.metadata?.default_queue_type;
  broker.createVirtualHost(row.name, {
    description: row.description ?? row.metadata?.description ?? '',
    tags: row.tags ?? row.metadata?.tags ?? [],
    defaultQueueType: queueType === undefined || queueType === 'undefined' ? null : queueType,
  });
}

function hostOf(broker: ManagedBroker, name: string | undefined, only: VirtualHost | null): VirtualHost {
  const host = only ?? (name === undefined ? undefined : broker.virtualHosts.get(name));
  if (host === undefined) throw badRequest(name === undefined ? '[{key_missing,vhost}]' : `no_such_vhost: ${name}`);
  return host;
}

function planPolicy(broker: ManagedBroker, row: Definitions['policies'][number], only: VirtualHost | null): Step {
  const policy = parsePolicyBody('user', only?.name ?? row.vhost ?? '', row.name, row);
  return () => hostOf(broker, row.vhost, only).setPolicy('user', policy);
}

/** Shovels and federation have nobody here to run them: leaving them out silently would lose them, so the import says so. */
function setParameter(host: VirtualHost, row: Definitions['parameters'][number]): void {
  if (row.component === 'operator_policy') host.setPolicy('operator', parsePolicyBody('operator', host.name, row.name, row.value));
  else if (row.component !== 'vhost-limits') throw badRequest(`Validation failed\n\ncomponent ${row.component} not found\n`);
  else if (typeof row.value === 'object' && row.value !== null && !Array.isArray(row.value))
    for (const [name, limit] of Object.entries(row.value)) setVirtualHostLimit(host, name, limit);
}

function declareExchange(broker: ManagedBroker, row: Definitions['exchanges'][number], only: VirtualHost | null): void {
  hostOf(broker, row.vhost, only).declareExchange({
    name: row.name,
    type: row.type,
    passive: false,
    durable: row.durable,
    autoDelete: row.auto_delete,
    internal: row.internal,
    arguments: toTypedTable(row.arguments),
  });
}

function declareQueue(broker: ManagedBroker, row: Definitions['queues'][number], only: VirtualHost | null): void {
  hostOf(broker, row.vhost, only).declareQueue({
    name: row.name,
    passive: false,
    durable: row.durable,
    exclusive: false,
    autoDelete: row.auto_delete,
    arguments: toTypedTable({ ...(row.type !== undefined && row.type !== 'classic' && { 'x-queue-type': row.type }), ...row.arguments }),
    owner: null,
  });
}

function bind(broker: ManagedBroker, row: Definitions['bindings'][number], only: VirtualHost | null): void {
  const host = hostOf(broker, row.vhost, only);
  const { source, destination, routing_key: routingKey } = row;
  const declaration = { source, destination, routingKey, arguments: toTypedTable(row.arguments) };
  if (row.destination_type === 'queue') host.bindQueue(declaration, null);
  else host.bindExchange(declaration);
}
