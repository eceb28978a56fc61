import { ChannelError, replyCode } from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import { queueArguments } from '../../model/queue-arguments';
import { findArgumentFault } from '../../model/queue-arguments/argument-fault';
import { erlangTypeName } from '../../model/queue-arguments/erlang-type-name';
import type { QueueType } from '../../model/resources';
import type { ConnectionIdentity } from '../ports';
import type { Queue } from '../queue/queue';
import type { QueueDeclaration } from './declarations';
import { assertSameArguments, assertSameField, preconditionFailed, resourceName } from './equivalence';

const queueTypes: readonly QueueType[] = ['classic', 'quorum', 'stream'];
/** The order in which RabbitMQ compares them, and so which difference it names; those it does not know come after. */
const comparedFirst: readonly string[] = [
  'x-expires',
  'x-message-ttl',
  'x-dead-letter-exchange',
  'x-dead-letter-routing-key',
  'x-dead-letter-strategy',
  'x-max-length',
  'x-max-length-bytes',
  'x-max-priority',
  'x-overflow',
  'x-queue-mode',
  'x-queue-version',
  'x-single-active-consumer',
];
/** Those that the type has: others were no part of its declaration. x-queue-type is compared as a type: absent and `classic` are the same. */
function comparedArguments(type: QueueType): string[] {
  const names = queueArguments.filter((row) => row.queueTypes.some((each) => each === type)).map((row): string => row.name);
  const first = comparedFirst.filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => name !== 'x-queue-type' && !first.includes(name))];
}

/** What x-queue-type says, or the virtual host's default. @throws ChannelError 406 */
export function queueTypeOf(declaration: QueueDeclaration, virtualHost: string, defaultType: QueueType): QueueType {
  const value = declaration.arguments.find((field) => field.key === 'x-queue-type')?.value;
  if (value === undefined) return declaration.durable && !declaration.exclusive && !declaration.autoDelete ? defaultType : 'classic';
  const type = queueTypes.find((candidate) => value.type === 'string' && value.value === candidate);
  if (type !== undefined) return type;
  const resource = resourceName('queue', declaration.name, virtualHost);
  const reason = value.type === 'string' ? `"unsupported queue type '${value.value}'"` : `{unacceptable_type,${erlangTypeName(value)}}`;
  throw preconditionFailed(`invalid arg 'x-queue-type' for ${resource}: ${reason}`);
}

/** @throws ChannelError 406 when the arguments make no queue of this type */
export function checkNewQueue(declaration: QueueDeclaration, type: QueueType, virtualHost: string): void {
  const resource = resourceName('queue', declaration.name, virtualHost);
  if (type !== 'classic') {
    if (declaration.autoDelete) throw preconditionFailed(`invalid property 'auto-delete' for ${resource}`);
    if (declaration.exclusive) throw preconditionFailed(`invalid property 'exclusive-owner' for ${resource}`);
    if (!declaration.durable) throw preconditionFailed(`invalid property 'non-durable' for ${resource}`);
  }
  const fault = findArgumentFault(type, declaration.arguments);
  if (fault !== null) throw preconditionFailed(fault.textFor(resource));
}

/** A second declaration must mean the same; as in RabbitMQ its type is looked at last, even one that is none. @throws ChannelError 405 or 406 */
export function checkSameQueue(queue: Queue, declaration: QueueDeclaration, defaultType: QueueType): void {
  const { identity } = queue;
  const resource = resourceName('queue', identity.name, identity.virtualHost);
  checkAccess(queue, declaration.owner);
  if ((identity.owner !== null) !== declaration.exclusive) throw resourceLocked(resource);
  assertSameField(resource, 'durable', identity.isDurable, declaration.durable);
  assertSameField(resource, 'auto_delete', identity.isAutoDelete, declaration.autoDelete);
  assertSameArguments(resource, comparedArguments(identity.type), identity.arguments, declaration.arguments);
  const type = queueTypeOf(declaration, identity.virtualHost, defaultType);
  if (identity.type !== type) {
    assertSameArguments(resource, ['x-queue-type'], typeTable(identity.arguments, identity.type), typeTable(declaration.arguments, type));
  }
}

/** An exclusive queue is open to its own connection only; the management API (owner null) may look into all. @throws ChannelError 405 */
export function checkAccess(queue: Queue, owner: ConnectionIdentity | null): void {
  const { identity } = queue;
  if (identity.owner === null || owner === null || identity.owner === owner) return;
  throw resourceLocked(resourceName('queue', identity.name, identity.virtualHost));
}

const resourceLocked = (resource: string): ChannelError =>
  new ChannelError(
    replyCode.resourceLocked,
    `RESOURCE_LOCKED - cannot obtain exclusive access to locked ${resource}. It could be originally declared on another connection ` +
      'or the exclusive property value does not match that of the original declaration.',
  );

const typeTable = (table: TypedTable, type: QueueType): TypedTable =>
  table.some((field) => field.key === 'x-queue-type') || type === 'classic'
    ? table
    : [{ key: 'x-queue-type', value: { type: 'string', value: type } }];
