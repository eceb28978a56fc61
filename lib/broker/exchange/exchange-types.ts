import { ChannelError, ConnectionError, replyCode } from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import { erlangTypeName } from '../../model/queue-arguments/erlang-type-name';
import { findHashWeight, hashWeightMax } from '../../model/routing/consistent-hash-matcher';
import { findMatcherType, type MatcherType } from '../../model/routing/create-matcher';
import { findHeadersMatchMode, headersMatchModes } from '../../model/routing/headers-matcher';

/** Every exchange type that can be declared, for the lists of the management API. */
export const exchangeTypes = [
  { name: 'direct', description: 'AMQP direct exchange, as per the AMQP specification' },
  { name: 'fanout', description: 'AMQP fanout exchange, as per the AMQP specification' },
  { name: 'topic', description: 'AMQP topic exchange, as per the AMQP specification' },
  { name: 'headers', description: 'AMQP headers exchange, as per the AMQP specification' },
  { name: 'x-consistent-hash', description: 'Spreads messages over its bindings by a hash of the routing key' },
  { name: 'x-modulus-hash', description: 'Gives each message to one of its bindings by a hash of the routing key modulo their count' },
  { name: 'x-random', description: 'Gives each message to one of its bindings by chance' },
  { name: 'x-recent-history', description: 'A fanout that gives its last messages to whoever is bound to it later' },
  { name: 'x-delayed-message', description: 'Keeps messages for as long as their x-delay header says' },
] as const;

/** RabbitMQ looks at the type before anything else of a declaration. @throws ConnectionError 503 */
export function checkExchangeType(type: string): void {
  const isKnown = exchangeTypes.some((known) => known.name === type);
  if (!isKnown) throw new ConnectionError(replyCode.commandInvalid, `COMMAND_INVALID - unknown exchange type '${type}'`);
}

/** What the type matches by. @throws ConnectionError 503 for an unknown type, ChannelError 406 for a wrong x-delayed-type */
export function matcherTypeOf(type: string, exchangeArguments: TypedTable): MatcherType {
  checkExchangeType(type);
  const matcherType = findMatcherType(type, exchangeArguments);
  if (matcherType !== null) return matcherType;
  throw new ChannelError(
    replyCode.preconditionFailed,
    "PRECONDITION_FAILED - Invalid argument, 'x-delayed-type' must be an existing exchange type",
  );
}

/** @throws ChannelError 406 when a binding makes no sense for an exchange that matches like this */
export function checkBinding(matcherType: MatcherType, routingKey: string, bindingArguments: TypedTable): void {
  if (matcherType === 'headers') checkMatchMode(bindingArguments);
  if (matcherType === 'x-consistent-hash' && findHashWeight(routingKey) === null) {
    throw new ChannelError(
      replyCode.preconditionFailed,
      `PRECONDITION_FAILED - The binding key must be a whole number from 1 to ${hashWeightMax}: ${routingKey}`,
    );
  }
}

function checkMatchMode(bindingArguments: TypedTable): void {
  if (findHeadersMatchMode(bindingArguments) !== null) return;
  const value = bindingArguments.find((field) => field.key === 'x-match')?.value;
  if (value === undefined) return;
  const fault =
    value.type === 'string'
      ? `value <<"${value.value}">>; expected ${headersMatchModes.slice(0, -1).join(', ')}, or ${headersMatchModes.at(-1)}`
      : `type ${erlangTypeName(value)} (value ${String(value.value)}); expected longstr`;
  throw new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - Invalid x-match field ${fault}`);
}
