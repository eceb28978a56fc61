import type { TypedTable } from '../../model/field-table';
import type { ConnectionIdentity } from '../ports';

/** queue.declare, its name already chosen. */
export type QueueDeclaration = {
  readonly name: string;
  readonly passive: boolean;
  readonly durable: boolean;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
  readonly arguments: TypedTable;
  /** The connection that asks; null for the management API, which owns nothing and may look into every queue. */
  readonly owner: ConnectionIdentity | null;
};

/** exchange.declare. */
export type ExchangeDeclaration = {
  readonly name: string;
  readonly type: string;
  readonly passive: boolean;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: TypedTable;
};

/** queue.bind, exchange.bind and their opposites. */
export type BindingDeclaration = {
  readonly source: string;
  readonly destination: string;
  readonly routingKey: string;
  readonly arguments: TypedTable;
};
