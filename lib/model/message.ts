import type { TypedTable } from './field-table';

/** AMQP basic properties (4.2.6 / basic class), absent means not set by the publisher. */
export type MessageProperties = {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly headers?: TypedTable;
  readonly deliveryMode?: number; // 1 transient, 2 persistent
  readonly priority?: number;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly expiration?: string; // milliseconds as decimal digits
  readonly messageId?: string;
  readonly timestamp?: string; // seconds since the epoch, decimal digits
  readonly type?: string;
  readonly userId?: string;
  readonly appId?: string;
  readonly clusterId?: string;
};

export type MessageState = 'ready' | 'unacknowledged';

/** One message as a browse shows it. */
export type BrowsedMessage = {
  /** Stable in its queue while the message lives there (embedded: the queue sequence number); null where the broker has none. */
  readonly id: string | null;
  /** 0 is the head of the queue. */
  readonly position: number;
  readonly state: MessageState;
  readonly redelivered: boolean;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
  readonly bodySizeBytes: number;
  /** The body's first bytes, base64; shorter than bodySizeBytes when cut. */
  readonly bodyBase64: string;
  /** When the broker took it in, ms since the epoch; null where unknown. */
  readonly enqueuedAtMs: number | null;
  /** x-delivery-count where the queue type keeps one. */
  readonly deliveryCount: number | null;
};

/** What a read changes in the queue; shown before it runs. */
export type Intrusiveness = {
  readonly level: 'none' | 'marks-redelivered' | 'may-reorder' | 'may-lose';
  /** Sentences for people, most important first. */
  readonly effects: readonly string[];
};

export type MessagePage = {
  readonly messages: readonly BrowsedMessage[];
  readonly totalCount: number;
  /** Pass as `from` to go on; null at the end. */
  readonly next: number | null;
  readonly intrusiveness: Intrusiveness;
};

/** What came behind a message that was seen, for following a queue; what came and was consumed in between is not told. */
export type NewestMessages = {
  /** Newest first. */
  readonly messages: readonly BrowsedMessage[];
  readonly totalCount: number;
  /** Came in between, still there, and left out because more came than one answer takes. */
  readonly skippedCount: number;
};

/** A message to publish, types kept. */
export type MessageDraft = {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
  readonly bodyBase64: string;
};

/** A draft kept under a name for one broker. */
export type PublishTemplate = {
  readonly id: string;
  readonly name: string;
  readonly virtualHost: string;
  readonly draft: MessageDraft;
  readonly updatedBy: string;
  readonly updatedAtMs: number;
};

/**
 * confirmed: taken by >= 1 queue; returned: mandatory and unroutable; refused: certainly not taken (basic.nack, a closed
 * channel, never sent); unknown: the connection or channel ended before the answer, it may have arrived or not.
 */
export type PublishOutcome =
  | { readonly outcome: 'confirmed' }
  | { readonly outcome: 'returned'; readonly replyCode: number; readonly replyText: string }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** One entry of x-death (RabbitMQ docs/dlx), newest first in its list. */
export type DeathRecord = {
  readonly queue: string;
  readonly reason: string;
  readonly count: number;
  readonly exchange: string;
  readonly routingKeys: readonly string[];
  readonly timeSeconds: number | null;
  readonly originalExpiration: string | null;
};

/** What became of a replayed message, by its x-replay-id header. */
export type ReplayState =
  | 'enqueued'
  | 'delivered'
  | 'acknowledged'
  | 'requeued'
  | 'dead-lettered'
  | 'expired'
  | 'dropped'
  | 'removed'
  | 'unknown';
export type ReplayTrace = {
  readonly replayId: string;
  readonly virtualHost: string;
  readonly queue: string;
  readonly state: ReplayState;
  readonly atMs: number;
};
