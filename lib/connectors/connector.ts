import type { PlainTable, TypedTable } from '../model/field-table';
import type { BrokerSnapshot } from '../model/live';
import type {
  BrowsedMessage,
  Intrusiveness,
  MessageDraft,
  MessagePage,
  MessageProperties,
  NewestMessages,
  PublishOutcome,
  ReplayTrace,
} from '../model/message';
import type { ScopedPolicy } from '../model/policies/policy-scope';
import type { Binding, DestinationType, ExchangeType, QueueType, RoutePreview, VirtualHost } from '../model/resources';
import type { Capability } from './capabilities';

/**
 * The one port between the console and any message broker. Each connector is a folder beside this file plus one line in
 * registry.ts, and must pass conformance/. Verbs throw ConnectorError and nothing else. Pages never ask which product
 * stands behind a connector: they ask `capabilities`.
 */
export interface Connector {
  /** Known after the first successful call of `probe`. */
  readonly capabilities: ReadonlySet<Capability>;

  /** Connects, learns product and version, fills `capabilities`. Throws ConnectorError when it can't. */
  probe(): Promise<BrokerIdentity>;
  close(): Promise<void>;

  /** Everything a collector wants, in as few requests as the broker allows; `withTopology` also bindings and exchanges. */
  readSnapshot(options: { withTopology: boolean }): Promise<BrokerSnapshot>;
  listVirtualHosts(): Promise<readonly VirtualHost[]>;
  /** Policies of users and of operators, of all virtual hosts. */
  listPolicies(): Promise<readonly ScopedPolicy[]>;

  declareQueue(queue: QueueDeclaration): Promise<void>;
  deleteQueue(queue: QueueAddress, guard: { ifEmpty: boolean; ifUnused: boolean }): Promise<void>;
  purgeQueue(queue: QueueAddress): Promise<void>;
  declareExchange(exchange: ExchangeDeclaration): Promise<void>;
  deleteExchange(exchange: ExchangeAddress, guard: { ifUnused: boolean }): Promise<void>;
  /** Returns the binding as the broker has it, with its propertiesKey, so that it can be undone. */
  bind(binding: BindingDeclaration): Promise<Binding>;
  unbind(binding: Binding): Promise<void>;
  /** Makes a policy, or replaces the one of the same virtual host, scope and name. */
  setPolicy(policy: ScopedPolicy): Promise<void>;
  deletePolicy(policy: PolicyAddress): Promise<void>;
  closeConnection(name: string, reason: string): Promise<void>;

  /** What `browse` would change in this queue, without doing it. */
  browseIntrusiveness(queue: QueueAddress): Promise<Intrusiveness>;
  browse(queue: QueueAddress, page: BrowsePage): Promise<MessagePage>;
  /** The page that begins at the first message that came in at `sinceMs` or later. Needs `browse-by-time`. */
  browseSince(queue: QueueAddress, page: SincePage): Promise<MessagePage>;
  /** The newest messages behind one that was seen. Throws not-supported where looking changes something. */
  readNewest(queue: QueueAddress, page: NewestPage): Promise<NewestMessages>;
  /**
   * Whole messages in the order of the queue, as many as fit about 4 MB, for search and export: those of a page
   * are good until the next but one is asked for, because their memory may be used again. Needs `bulk-read`.
   */
  readBulk(queue: QueueAddress, page: BulkPageRequest): Promise<BulkPage>;
  /** The message whole, whatever its size; null when it is no longer there. Needs `message-by-id`. */
  readMessage(queue: QueueAddress, id: string): Promise<BrowsedMessage | null>;

  /** Publishes with confirm and mandatory over AMQP, so that header types survive; outcomes in the order of `drafts`. */
  publish(virtualHost: string, drafts: readonly MessageDraft[]): Promise<readonly PublishOutcome[]>;
  /** For many calls in a row; close it in the end. */
  openPublisher(virtualHost: string): Promise<MessagePublisher>;
  previewRoute(virtualHost: string, exchange: string, routingKey: string, headers: TypedTable): Promise<RoutePreview>;

  /**
   * Takes messages from a queue one after another without losing them: each stays the broker's (unacknowledged) until
   * `settle`. Used by operations. Messages outside `ids` are given back untouched where the broker can (see intrusiveness).
   */
  take(queue: QueueAddress, selection: TakeSelection): Promise<TakenMessages>;
  /** Removes chosen messages for good; outcomes in the order of `ids`. Needs `settle-by-id`. */
  removeMessages(queue: QueueAddress, ids: readonly string[]): Promise<readonly RemoveOutcome[]>;
  /** Publishes each item on its own route and removes it here, in one transaction of the broker. Needs `atomic-move`. */
  moveMessages(queue: QueueAddress, move: MessageMove): Promise<readonly MoveOutcome[]>;
  /** Fate of replayed messages by x-replay-id. Needs `replay-trace`. */
  traceReplays(replayIds: readonly string[]): Promise<readonly ReplayTrace[]>;
}

export type BrokerIdentity = { readonly product: string; readonly version: string; readonly clusterName: string };
export type QueueAddress = { readonly virtualHost: string; readonly name: string };
export type ExchangeAddress = QueueAddress;
export type PolicyAddress = Pick<ScopedPolicy, 'virtualHost' | 'name' | 'scope'>;
export type QueueDeclaration = QueueAddress & {
  readonly type: QueueType;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly arguments: PlainTable;
};
export type ExchangeDeclaration = ExchangeAddress & {
  readonly type: ExchangeType;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly isInternal: boolean;
  readonly arguments: PlainTable;
};
export type BindingDeclaration = {
  readonly virtualHost: string;
  readonly source: string;
  readonly destination: string;
  readonly destinationType: DestinationType;
  readonly routingKey: string;
  readonly arguments: PlainTable;
};
/** `bodyLimitBytes` cuts each body; bodySizeBytes keeps the true size. 0 asks for no body at all. */
export type BrowsePage = {
  readonly from: number;
  readonly limit: number;
  readonly order: 'oldest' | 'newest';
  readonly bodyLimitBytes: number;
};
/** `sinceMs`: ms since the epoch, by the broker's clock. */
export type SincePage = Pick<BrowsePage, 'limit' | 'bodyLimitBytes'> & { readonly sinceMs: number };
/** `after`: the id of the newest message seen, null for none. */
export type NewestPage = Pick<BrowsePage, 'limit' | 'bodyLimitBytes'> & { readonly after: string | null };
/** `after`: the id of the last message read, which does not shift while consumers take messages; null begins at the head. */
export type BulkPageRequest = { readonly after: string | null; readonly limit: number };
export type BulkPage = {
  readonly messages: readonly BulkMessage[];
  readonly totalCount: number;
  /** Pass as `after` to go on; null at the end. */
  readonly nextAfter: string | null;
};
export type BulkMessage = Omit<BrowsedMessage, 'id' | 'bodyBase64' | 'properties'> & {
  readonly id: string;
  readonly body: Uint8Array;
  /** Decoded when asked for: a search that finds nothing in the body needs it only then. */
  properties(): MessageProperties;
};
export type TakeSelection = { readonly kind: 'ids'; readonly ids: readonly string[] } | { readonly kind: 'first'; readonly count: number };

/** Publishes over many calls; messages go out in the order of the calls, even where the last one's outcomes are not there yet. */
export interface MessagePublisher {
  publish(drafts: readonly MessageDraft[]): Promise<readonly PublishOutcome[]>;
  close(): Promise<void>;
}

/** Hands out what it took as it arrives, some messages at a time, in the order of the queue. */
export interface TakenMessages extends AsyncIterable<readonly TakenMessage[]> {
  /**
   * acknowledge removes them from the queue for good; requeue puts them back where they were, at the end of the walk at the
   * latest. Resolves when the broker has dealt with it.
   */
  settle(messages: readonly TakenMessage[], how: 'acknowledge' | 'requeue'): Promise<void>;
  /** Gives back whatever was not settled and frees the channel. */
  close(): Promise<void>;
}
export interface TakenMessage {
  readonly message: BrowsedMessage; // body whole
  /** What the broker calls it while it is held. */
  readonly receipt: number;
}

/** Closed union of what can go wrong; services turn it into ServiceError in one place. */
export type ConnectorErrorCode =
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'not-supported'
  | 'timeout'
  | 'broker-fault';

export class ConnectorError extends Error {
  constructor(
    readonly code: ConnectorErrorCode,
    /** A sentence for people: what happened and, where known, what to do. Never holds credentials. */
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'ConnectorError';
  }
}

/** `removeHeaders` and `dropProperties` go for every item, then the item's `setHeaders` are put in. */
export type MessageMove = {
  readonly items: readonly MoveItem[];
  /** For all of them; an item's own of the same name wins. */
  readonly setHeaders: TypedTable;
  readonly removeHeaders: readonly string[];
  readonly dropProperties: readonly ('expiration' | 'userId')[];
};
export type MoveItem = {
  readonly id: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly setHeaders: TypedTable;
  /** An edited message in place of the stored one; null leaves properties and body as they are. */
  readonly replacement: Pick<MessageDraft, 'properties' | 'bodyBase64'> | null;
};
/**
 * moved: taken by these queues; unroutable: no queue would take it, it stays; refused: a destination is full, it stays;
 * gone: it was no longer here; unacknowledged: a consumer holds it, it was left alone.
 */
export type MoveOutcome =
  | { readonly outcome: 'moved'; readonly queues: readonly string[] }
  | { readonly outcome: 'unroutable' | 'refused' | 'gone' | 'unacknowledged' };
export type RemoveOutcome = 'removed' | 'gone' | 'unacknowledged';
