import type { Call } from './http/call';

/**
 * Who declares something that hands messages on (a dead-letter or alternate exchange) must be allowed to read the one and
 * write to the other, as over AMQP: otherwise a declaration would be a way around permissions.
 */
export function requireForwarding(call: Call, from: string, to: unknown): void {
  if (typeof to !== 'string') return;
  call.requirePermission('read', from);
  call.requirePermission('write', to);
}
