import type { Operation } from '../operation';

/** Shorthands that the topics share. */
export type Table = Readonly<Record<string, unknown>>;

export const declareQueue = (name: string, table: Table = {}, durable = true): Operation => ({
  do: 'declare-queue',
  name,
  durable,
  autoDelete: false,
  arguments: table,
});

export const declareExchange = (name: string, type: string, options: Table = {}): Operation => ({
  do: 'declare-exchange',
  name,
  type,
  options,
});

export const bind = (queue: string, exchange: string, key: string, table: Table = {}): Operation => ({
  do: 'bind',
  queue,
  exchange,
  key,
  arguments: table,
});

export const publish = (exchange: string, key: string, body: string, options: Table = {}): Operation => ({
  do: 'publish',
  exchange,
  key,
  body,
  options,
});

export const get = (queue: string, on = 'main'): Operation => ({ do: 'get', queue, noAck: false, on });

export const settle = (on: string, how: 'ack' | 'nack' | 'requeue' | 'reject', index = 0, multiple = false): Operation => ({
  do: 'settle',
  on,
  how,
  index,
  multiple,
});

export const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
