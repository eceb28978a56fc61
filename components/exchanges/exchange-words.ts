import type { Feature } from '@/components/ui/feature-chips';
import { formatCounted } from '@/lib/model/quantity';
import type { Binding, Exchange } from '@/lib/model/resources';

export const DEFAULT_EXCHANGE_NAME = '(default)';
export const exchangeTitle = (exchange: Pick<Exchange, 'name'>): string => (exchange.name === '' ? DEFAULT_EXCHANGE_NAME : exchange.name);

/** Back from the word in an address. */
export const exchangeName = (title: string): string => (title === DEFAULT_EXCHANGE_NAME ? '' : title);

/** Exchanges that every broker has; they can't be deleted or redeclared. */
export const isBuiltIn = (exchange: Pick<Exchange, 'name'>): boolean => exchange.name === '' || exchange.name.startsWith('amq.');

export const alternateOf = (exchange: Exchange): string | null => {
  const value = exchange.arguments['alternate-exchange'];
  return typeof value === 'string' ? value : null;
};

export function exchangeFeatures(exchange: Exchange): readonly Feature[] {
  const alternate = alternateOf(exchange);
  return [
    ...(exchange.isDurable ? [] : [{ label: 'transient', explanation: 'Gone after a restart of the broker.' }]),
    ...(exchange.isAutoDelete ? [{ label: 'auto-delete', explanation: 'Deleted by itself when its last binding has gone.' }] : []),
    ...(exchange.isInternal ? [{ label: 'internal', explanation: 'Clients can’t publish to it; only other exchanges can.' }] : []),
    ...(alternate === null ? [] : [{ label: `alternate ${alternate}`, explanation: 'What no binding matches goes to this exchange.' }]),
    ...(exchange.policy === null ? [] : [{ label: `policy ${exchange.policy}`, explanation: 'A policy adds settings to it.' }]),
  ];
}

const isOf = (exchange: Exchange, binding: Binding): boolean => binding.virtualHost === exchange.virtualHost;
export const outgoingOf = (exchange: Exchange, bindings: readonly Binding[]): readonly Binding[] =>
  bindings.filter((binding) => isOf(exchange, binding) && binding.source === exchange.name);
export const incomingOf = (exchange: Exchange, bindings: readonly Binding[]): readonly Binding[] =>
  bindings.filter((binding) => isOf(exchange, binding) && binding.destinationType === 'exchange' && binding.destination === exchange.name);

/** Where its messages go, in a sentence; an exchange that leads nowhere is said to lose messages. */
export function exchangeSentence(exchange: Exchange, outgoing: readonly Binding[]): string {
  if (exchange.name === '') return 'Every queue is bound to it by its own name; bindings can’t be changed.';
  const alternate = alternateOf(exchange);
  const rest = alternate === null ? 'What matches none is unroutable.' : `What matches none goes to ${alternate}.`;
  if (outgoing.length === 0)
    return alternate === null
      ? 'Nothing is bound: every message published here is unroutable.'
      : `Nothing is bound: every message goes on to ${alternate}.`;
  const queues = new Set(outgoing.filter((binding) => binding.destinationType === 'queue').map((binding) => binding.destination)).size;
  const exchanges = new Set(outgoing.filter((binding) => binding.destinationType === 'exchange').map((binding) => binding.destination))
    .size;
  const targets = [queues > 0 ? formatCounted(queues, 'queue') : '', exchanges > 0 ? formatCounted(exchanges, 'exchange') : ''].filter(
    Boolean,
  );
  return `Passes messages to ${targets.join(' and ')} by ${formatCounted(outgoing.length, 'binding')}. ${exchange.type === 'fanout' ? '' : rest}`.trim();
}
