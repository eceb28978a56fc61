import type { ClientMethod } from '../../../amqp';
import type { Channel } from '../channel';

/** One class of the protocol: what to do for each of its methods that a client may send on an open channel. */
export type MethodHandlers<Name extends ClientMethod['name']> = {
  readonly [name in Name]: (channel: Channel, method: Extract<ClientMethod, { name: name }>) => void;
};
export type MethodsOf<Class extends string> = Extract<ClientMethod['name'], `${Class}.${string}`>;
