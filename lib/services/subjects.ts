import type { Binding } from '../model/resources';

type Address = { readonly virtualHost: string; readonly name: string };

/** How the audit names things: kind, virtual host, name, with blanks between, as people say it. */
export const queueInWords = (queue: Address): string => `queue ${queue.virtualHost} ${queue.name}`;
export const exchangeInWords = (exchange: Address): string => `exchange ${exchange.virtualHost} ${exchange.name || '(default)'}`;
export const bindingInWords = (
  binding: Pick<Binding, 'virtualHost' | 'source' | 'destination' | 'destinationType' | 'routingKey'>,
): string =>
  `binding ${binding.virtualHost} ${binding.source} → ${binding.destinationType} ${binding.destination} (${binding.routingKey || 'no key'})`;
export const policyInWords = (policy: Address & { readonly scope: 'user' | 'operator' }): string =>
  `${policy.scope === 'operator' ? 'operator policy' : 'policy'} ${policy.virtualHost} ${policy.name}`;
export const brokerInWords = (brokerId: string): string => `broker ${brokerId}`;
export const personInWords = (email: string): string => `account ${email}`;
