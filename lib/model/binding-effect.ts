import type { Binding, Exchange } from './resources';

type Draft = Pick<Binding, 'source' | 'destination' | 'destinationType' | 'routingKey' | 'arguments'>;

const onward = (draft: Draft): string =>
  draft.destinationType === 'queue' ? draft.destination : `the exchange ${draft.destination}, which routes them on`;

/** What a binding will do, in one sentence, before it is made. */
export function bindingEffect(draft: Draft, exchangeType: string): string {
  const { source, routingKey } = draft;
  switch (exchangeType) {
    case 'fanout':
      return `Every message published to ${source} will also go to ${onward(draft)}.`;
    case 'direct':
      return routingKey === ''
        ? `Messages published to ${source} with an empty routing key will also go to ${onward(draft)}.`
        : `Messages published to ${source} with exactly the key ${routingKey} will also go to ${onward(draft)}.`;
    case 'topic':
      return `${topicSentence(source, routingKey)} will also go to ${onward(draft)}.`;
    case 'headers':
      return headersSentence(draft);
    default:
      return `${source} is of the type ${exchangeType}; which messages go to ${onward(draft)} is decided by that plug-in.`;
  }
}

function topicSentence(source: string, pattern: string): string {
  if (pattern === '#') return `Every message published to ${source}`;
  if (!/[*#]/.test(pattern)) return `Messages published to ${source} with exactly the key ${pattern === '' ? '(empty)' : pattern}`;
  return `Messages published to ${source} whose key fits ${pattern}, for example ${exampleKey(pattern)},`;
}

/** A key that a topic pattern takes: * is one word, # is any number of words. */
export const exampleKey = (pattern: string): string =>
  pattern
    .split('.')
    .map((word) => (word === '*' ? 'word' : word === '#' ? 'any.words' : word))
    .join('.');

function headersSentence(draft: Draft): string {
  const { 'x-match': match, ...wanted } = draft.arguments;
  const names = Object.entries(wanted).map(([key, value]) => `${key} = ${String(value)}`);
  if (names.length === 0)
    return `Without a header to compare, every message published to ${draft.source} will also go to ${onward(draft)}.`;
  const how = match === 'any' || match === 'any-with-x' ? 'any' : 'all';
  return `Messages published to ${draft.source} with ${how} of the headers ${names.join(', ')} will also go to ${onward(draft)}.`;
}

export const sameBinding = (a: Draft, b: Draft): boolean =>
  a.source === b.source &&
  a.destination === b.destination &&
  a.destinationType === b.destinationType &&
  a.routingKey === b.routingKey &&
  JSON.stringify(Object.entries(a.arguments).sort()) === JSON.stringify(Object.entries(b.arguments).sort());

/** What stops when a binding is removed: one sentence a line, the most important first. */
export function removalEffects(binding: Binding, exchange: Pick<Exchange, 'type'> | undefined, all: readonly Binding[]): readonly string[] {
  const others = all.filter((other) => other.virtualHost === binding.virtualHost && other.source !== '' && !sameBinding(other, binding));
  const key = binding.routingKey === '' ? 'an empty key' : `the key ${binding.routingKey}`;
  const lines = [`${binding.source} no longer passes messages with ${key} to ${binding.destination}.`];
  const sameKey = others.filter((other) => other.source === binding.source && other.routingKey === binding.routingKey);
  if (exchange?.type === 'direct' && sameKey.length === 0) {
    lines.push(
      `No other binding of ${binding.source} takes ${key}: such messages are then dropped, or returned to publishers that ask for it.`,
    );
  }
  const into = others.filter((other) => other.destination === binding.destination && other.destinationType === binding.destinationType);
  if (binding.destinationType === 'queue' && into.length === 0) {
    lines.push(`${binding.destination} has no other binding: it then gets only messages that are sent to it by its name.`);
  }
  return lines;
}
