import { ChannelError, replyCode } from '../../amqp';
import type { PermissionKind } from '../auth/permission-table';
import type { Channel } from './channel';

/** @throws ChannelError 403 */
export function requirePermission(channel: Channel, permission: PermissionKind, kind: 'queue' | 'exchange', name: string): void {
  const { user, virtualHost, broker } = channel;
  if (broker.accounts.permits(user, virtualHost.name, permission, name)) return;
  const text = `ACCESS_REFUSED - ${permission} access to ${kind} '${name}' in vhost '${virtualHost.name}' refused for user '${user}'`;
  throw new ChannelError(replyCode.accessRefused, text);
}

/** For topic exchanges, besides the permission on the exchange. @throws ChannelError 403 */
export function requireTopicPermission(channel: Channel, permission: 'write' | 'read', exchange: string, routingKey: string): void {
  const { user, virtualHost, broker } = channel;
  if (broker.accounts.permitsTopic(user, virtualHost.name, exchange, permission, routingKey)) return;
  const where = `exchange '${exchange}' in vhost '${virtualHost.name}'`;
  throw new ChannelError(
    replyCode.accessRefused,
    `ACCESS_REFUSED - ${permission} access to topic '${routingKey}' in ${where} refused for user '${user}'`,
  );
}
