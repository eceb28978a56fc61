import type { VirtualHost } from '../vhost/virtual-host';
import { badRequest } from './http/http-error';

/** RabbitMQ's names of the limits of a virtual host. */
const fields = { 'max-connections': 'maxConnections', 'max-queues': 'maxQueues' } as const;
type LimitName = keyof typeof fields;

const invalid = (reason: string) => badRequest(`Validation failed\n\n${reason}\n`);

export function limitsRow(virtualHost: VirtualHost): { vhost: string; value: Partial<Record<LimitName, number>> } {
  const value: Partial<Record<LimitName, number>> = {};
  for (const [name, field] of Object.entries(fields) as [LimitName, (typeof fields)[LimitName]][]) {
    const limit = virtualHost.limits[field];
    if (limit !== null) value[name] = limit;
  }
  return { vhost: virtualHost.name, value };
}

export const hasLimits = (virtualHost: VirtualHost): boolean => Object.keys(limitsRow(virtualHost).value).length > 0;

/** `value` null or negative lifts the limit. Throws HttpError 400 for anything but a whole number. */
export function setVirtualHostLimit(virtualHost: VirtualHost, name: string, value: unknown): void {
  if (!Object.hasOwn(fields, name)) throw invalid(`Unrecognised terms [{${name},${JSON.stringify(value)}}] in limits`);
  if (value !== null && !Number.isSafeInteger(value)) throw invalid(`${name} should be a number, actually was ${JSON.stringify(value)}`);
  const limit = typeof value === 'number' && value >= 0 ? value : null;
  virtualHost.setLimits({ ...virtualHost.limits, [fields[name as LimitName]]: limit });
}
