import { inOneOrder } from './in-one-order';
import { comparable } from './known-differences';
import type { Operation } from './operation';

/** The HTTP API of one broker, and the virtual host that is played in. */
export type Managed = { readonly managementUrl: string; readonly virtualHost: string };

const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' };

export async function call(managed: Managed, method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(`${managed.managementUrl}/api/${path}`, init);
  return { status: answer.status, text: await answer.text() };
}

export async function createVirtualHost(managed: Managed): Promise<void> {
  const { virtualHost } = managed;
  const created = await call(managed, 'PUT', `vhosts/${virtualHost}`, {});
  if (created.status !== 201) throw new Error(`no virtual host: ${created.status} ${created.text}`);
  await call(managed, 'PUT', `permissions/${virtualHost}/guest`, { configure: '.*', write: '.*', read: '.*' });
}

export const deleteVirtualHost = (managed: Managed): Promise<unknown> => call(managed, 'DELETE', `vhosts/${managed.virtualHost}`);

/** The operations that go over the HTTP API. @returns the status; RabbitMQ explains a refusal in Erlang's terms */
export async function manage(managed: Managed, operation: Extract<Operation, { do: 'set-policy' | 'delete-policy' }>): Promise<unknown> {
  const path = `${operation.kind}/${managed.virtualHost}/${operation.name}`;
  const isSet = operation.do === 'set-policy';
  const { status } = await call(managed, isSet ? 'PUT' : 'DELETE', path, isSet ? operation.policy : undefined);
  return status;
}

/** What each list of the HTTP API is compared by. Figures of Erlang and rates are not. */
const lists: readonly { readonly path: string; readonly fields: readonly string[] }[] = [
  {
    path: 'queues',
    fields: [
      'name,durable,auto_delete,exclusive,arguments,type,policy,operator_policy,effective_policy_definition',
      'messages,messages_ready,messages_unacknowledged,consumers,single_active_consumer_tag',
    ].flatMap((names) => names.split(',')),
  },
  { path: 'exchanges', fields: 'name,type,durable,auto_delete,internal,arguments,policy'.split(',') },
  { path: 'bindings', fields: 'source,destination,destination_type,routing_key,arguments,properties_key'.split(',') },
  { path: 'consumers', fields: 'consumer_tag,exclusive,ack_required,prefetch_count,arguments,active,activity_status'.split(',') },
  { path: 'policies', fields: 'name,pattern,apply-to,definition,priority'.split(',') },
  { path: 'operator-policies', fields: 'name,pattern,apply-to,definition,priority'.split(',') },
];

/** The lists of the HTTP API in lines, each row by its fields, in one order. */
export async function overview(managed: Managed): Promise<string[]> {
  const lines: string[] = [];
  for (const { path, fields } of lists) {
    const { status, text } = await call(managed, 'GET', `${path}/${managed.virtualHost}`);
    if (status !== 200) lines.push(`${path}: ${status} ${text}`);
    else lines.push(...rowsOf(JSON.parse(text) as Record<string, unknown>[], fields).map((row) => `${path}: ${row}`));
  }
  return lines.map(comparable).sort();
}

const rowsOf = (rows: readonly Record<string, unknown>[], fields: readonly string[]): string[] =>
  rows.map((row) => inOneOrder(Object.fromEntries(fields.map((field) => [field, row[field] ?? null]))));
