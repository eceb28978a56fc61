import { ChannelError, replyCode } from '../../amqp';
import type { TypedTable, TypedValue } from '../../model/field-table';
import { erlangTypeName } from '../../model/queue-arguments/erlang-type-name';
import { headerValueKey } from '../../model/routing/message-headers';

/** `queue 'orders' in vhost '/'`: how RabbitMQ names a resource in its errors. */
export const resourceName = (kind: 'queue' | 'exchange', name: string, virtualHost: string): string =>
  `${kind} '${name}' in vhost '${virtualHost}'`;

export const preconditionFailed = (text: string): ChannelError =>
  new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - ${text}`);

export const accessRefused = (text: string): ChannelError => new ChannelError(replyCode.accessRefused, `ACCESS_REFUSED - ${text}`);

/** The default exchange is nobody's to bind, unbind or delete. @throws ChannelError 403 */
export function checkNotDefault(exchangeName: string): void {
  if (exchangeName === '') throw accessRefused('operation not permitted on the default exchange');
}

export const notFound = (kind: 'queue' | 'exchange', name: string, virtualHost: string): ChannelError =>
  new ChannelError(replyCode.notFound, `NOT_FOUND - no ${resourceName(kind, name, virtualHost)}`);

/** A field of a second declaration must be as it was. @throws ChannelError 406 that names it */
export function assertSameField(resource: string, field: string, current: boolean | string, received: boolean | string): void {
  if (current === received) return;
  throw preconditionFailed(`inequivalent arg '${field}' for ${resource}: received '${received}' but current is '${current}'`);
}

const findValue = (table: TypedTable, key: string): TypedValue | null => table.find((field) => field.key === key)?.value ?? null;

const plainText = ({ value }: TypedValue): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** RabbitMQ tells types only where one side has none. */
function differenceOf(current: TypedValue | null, received: TypedValue | null): string {
  if (current !== null && received !== null) return `received '${plainText(received)}' but current is '${plainText(current)}'`;
  const describeSide = (value: TypedValue | null): string =>
    value === null ? 'none' : `the value '${plainText(value)}' of type '${erlangTypeName(value)}'`;
  return `received ${describeSide(received)} but current is ${describeSide(current)}`;
}

/** The arguments `keys` must be as they were: integers of any width compare by value. @throws ChannelError 406 that names the first */
export function assertSameArguments(resource: string, keys: readonly string[], current: TypedTable, received: TypedTable): void {
  for (const key of keys) {
    const before = findValue(current, key);
    const after = findValue(received, key);
    const isSame = before === null || after === null ? before === after : headerValueKey(before) === headerValueKey(after);
    if (!isSame) throw preconditionFailed(`inequivalent arg '${key}' for ${resource}: ${differenceOf(before, after)}`);
  }
}
