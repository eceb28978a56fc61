import type { TypedTable } from '../field-table';
import type { MessageHeaders } from './message-headers';

/** What a matcher has to know of one binding; brokers and simulators hang their own destination on it. */
export interface MatchableBinding {
  readonly routingKey: string;
  readonly arguments: TypedTable;
}

/** The bindings of one exchange in the shape that its type matches fastest. */
export interface BindingMatcher<B extends MatchableBinding> {
  add(binding: B): void;
  /** `binding` is the object that was added. */
  remove(binding: B): void;
  /** Appends each matching binding to `into`; one destination may appear in several of them. */
  collect(routingKey: string, headers: MessageHeaders, into: B[]): void;
  /** False when the answer depends on more than exchange and routing key: then nobody may cache it by these two. */
  readonly isDecidedByRoutingKey: boolean;
}
