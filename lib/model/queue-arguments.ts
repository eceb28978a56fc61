import type { QueueType } from './resources';

/**
 * The one table of queue arguments. A row drives validation at declare time, the merge with policies, the effective
 * settings, the forms and the documentation; the behaviour itself is in lib/broker/queue/.
 *
 * merge, when argument and policy both set it: `smaller` takes the smaller number, `argument` prefers the argument.
 * An operator policy always takes the smaller number; only rows with `operator` may appear in one.
 */
export type ArgumentKind = 'milliseconds' | 'count' | 'bytes' | 'number' | 'boolean' | 'text' | 'choice' | 'age';

export type QueueArgumentRow = {
  readonly name: string;
  /** Name in a policy's definition; null: only as an argument. */
  readonly policyKey: string | null;
  /** Field of QueueSettings that it fills; null: accepted for compatibility, without effect on one node. */
  readonly setting: string | null;
  readonly kind: ArgumentKind;
  /** Bounds of numbers, both inclusive. */
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly queueTypes: readonly QueueType[];
  readonly merge: 'smaller' | 'argument';
  readonly isOperatorSafe: boolean;
  readonly label: string;
  readonly help: string;
};

const every: readonly QueueType[] = ['classic', 'quorum', 'stream'];
const queues: readonly QueueType[] = ['classic', 'quorum'];
const UINT32_MAX = 4_294_967_295; // RabbitMQ's longest timer in ms
const SAFE_MAX = Number.MAX_SAFE_INTEGER;

export const queueArguments = [
  {
    name: 'x-queue-type',
    policyKey: null,
    setting: null,
    kind: 'choice',
    choices: ['classic', 'quorum', 'stream'],
    queueTypes: every,
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Type',
    help: 'classic, quorum (delivery limit, always durable) or stream (an append-only log with many readers).',
  },
  {
    name: 'x-message-ttl',
    policyKey: 'message-ttl',
    setting: 'messageTtlMs',
    kind: 'milliseconds',
    min: 0,
    max: UINT32_MAX,
    queueTypes: queues,
    merge: 'smaller',
    isOperatorSafe: true,
    label: 'Message TTL',
    help: 'How long a message may wait before it is dropped or dead-lettered. 0 drops what cannot be delivered at once.',
  },
  {
    name: 'x-expires',
    policyKey: 'expires',
    setting: 'expiresMs',
    kind: 'milliseconds',
    min: 1,
    max: UINT32_MAX,
    queueTypes: queues,
    merge: 'smaller',
    isOperatorSafe: true,
    label: 'Expires',
    help: 'The queue is deleted when nobody has used it (no consumer, no get, no declare) for so long.',
  },
  {
    name: 'x-max-length',
    policyKey: 'max-length',
    setting: 'maxLength',
    kind: 'count',
    min: 0,
    max: SAFE_MAX,
    queueTypes: queues,
    merge: 'smaller',
    isOperatorSafe: true,
    label: 'Max length',
    help: 'Most ready messages to hold. What happens above it is set by the overflow behaviour.',
  },
  {
    name: 'x-max-length-bytes',
    policyKey: 'max-length-bytes',
    setting: 'maxLengthBytes',
    kind: 'bytes',
    min: 0,
    max: SAFE_MAX,
    queueTypes: every,
    merge: 'smaller',
    isOperatorSafe: true,
    label: 'Max length in bytes',
    help: 'Most bytes of bodies to hold.',
  },
  {
    name: 'x-overflow',
    policyKey: 'overflow',
    setting: 'overflow',
    kind: 'choice',
    choices: ['drop-head', 'reject-publish', 'reject-publish-dlx'],
    queueTypes: queues,
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Overflow behaviour',
    help: 'drop-head discards or dead-letters the oldest; reject-publish answers publishers with basic.nack; -dlx also dead-letters the refused.',
  },
  {
    name: 'x-dead-letter-exchange',
    policyKey: 'dead-letter-exchange',
    setting: 'deadLetterExchange',
    kind: 'text',
    queueTypes: queues,
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Dead letter exchange',
    help: 'Exchange that gets what was rejected, has expired or did not fit.',
  },
  {
    name: 'x-dead-letter-routing-key',
    policyKey: 'dead-letter-routing-key',
    setting: 'deadLetterRoutingKey',
    kind: 'text',
    queueTypes: queues,
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Dead letter routing key',
    help: 'Replaces the routing key of dead letters. Without it they keep their own.',
  },
  {
    name: 'x-dead-letter-strategy',
    policyKey: 'dead-letter-strategy',
    setting: 'deadLetterStrategy',
    kind: 'choice',
    choices: ['at-most-once', 'at-least-once'],
    queueTypes: ['quorum'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Dead letter strategy',
    help: 'at-least-once keeps a dead letter until a queue has taken it; it needs overflow reject-publish.',
  },
  {
    name: 'x-delivery-limit',
    policyKey: 'delivery-limit',
    setting: 'deliveryLimit',
    kind: 'number',
    min: -1,
    max: UINT32_MAX,
    queueTypes: ['quorum'],
    merge: 'smaller',
    isOperatorSafe: true,
    label: 'Delivery limit',
    help: 'How often a message may be returned before it is dropped or dead-lettered. -1 for no limit.',
  },
  {
    name: 'x-max-priority',
    policyKey: null,
    setting: 'maxPriority',
    kind: 'number',
    min: 0,
    max: 255,
    queueTypes: ['classic'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Max priority',
    help: 'Highest priority that counts; higher ones are treated as this. Few levels (up to 10) serve best.',
  },
  {
    name: 'x-single-active-consumer',
    policyKey: null,
    setting: 'singleActiveConsumer',
    kind: 'boolean',
    queueTypes: queues,
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Single active consumer',
    help: 'One consumer at a time gets messages; when it leaves, the next takes over.',
  },
  {
    name: 'x-max-age',
    policyKey: 'max-age',
    setting: 'maxAgeMs',
    kind: 'age',
    queueTypes: ['stream'],
    merge: 'argument',
    isOperatorSafe: true,
    label: 'Max age',
    help: 'How long a stream keeps messages, e.g. 7D, 12h, 30m: a number and one of Y M D h m s.',
  },
  {
    name: 'x-stream-max-segment-size-bytes',
    policyKey: 'stream-max-segment-size-bytes',
    setting: null,
    kind: 'bytes',
    min: 1,
    max: 3_000_000_000,
    queueTypes: ['stream'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Segment size in bytes',
    help: 'Accepted for compatibility: retention goes by single messages, not by segments.',
  },
  {
    name: 'x-message-deduplication',
    policyKey: null,
    setting: 'deduplication',
    kind: 'boolean',
    queueTypes: ['classic'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'De-duplication',
    help: 'Drops messages whose id (x-deduplication-header, else message-id) was seen within the cache.',
  },
  {
    name: 'x-cache-size',
    policyKey: null,
    setting: 'cacheSize',
    kind: 'count',
    min: 1,
    max: 1_000_000,
    queueTypes: ['classic'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'De-duplication cache size',
    help: 'How many message ids are remembered.',
  },
  {
    name: 'x-cache-ttl',
    policyKey: null,
    setting: 'cacheTtlMs',
    kind: 'milliseconds',
    min: 1,
    max: UINT32_MAX,
    queueTypes: ['classic'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'De-duplication cache TTL',
    help: 'How long a message id is remembered.',
  },
  {
    name: 'x-queue-mode',
    policyKey: 'queue-mode',
    setting: null,
    kind: 'choice',
    choices: ['default', 'lazy'],
    queueTypes: ['classic'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Mode',
    help: 'Accepted for compatibility: long queues are paged out to disk in either mode.',
  },
  {
    name: 'x-queue-version',
    policyKey: 'queue-version',
    setting: null,
    kind: 'number',
    min: 1,
    max: 2,
    queueTypes: ['classic'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Version',
    help: 'Accepted for compatibility: there is one storage format.',
  },
  {
    name: 'x-queue-leader-locator',
    policyKey: 'queue-leader-locator',
    setting: null,
    kind: 'choice',
    choices: ['client-local', 'balanced', 'least-leaders', 'random'],
    queueTypes: every,
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Leader locator',
    help: 'Accepted for compatibility: there is one node.',
  },
  {
    name: 'x-queue-master-locator',
    policyKey: 'queue-master-locator',
    setting: null,
    kind: 'choice',
    choices: ['client-local', 'min-masters', 'random'],
    queueTypes: ['classic'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Master locator',
    help: 'Accepted for compatibility: there is one node.',
  },
  {
    name: 'x-initial-cluster-size',
    policyKey: null,
    setting: null,
    kind: 'count',
    min: 1,
    max: 255,
    queueTypes: ['stream'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Initial cluster size',
    help: 'Accepted for compatibility: there is one node.',
  },
  {
    name: 'x-quorum-initial-group-size',
    policyKey: null,
    setting: null,
    kind: 'count',
    min: 1,
    max: 255,
    queueTypes: ['quorum'],
    merge: 'argument',
    isOperatorSafe: false,
    label: 'Initial group size',
    help: 'Accepted for compatibility: there is one node.',
  },
  {
    name: 'x-max-in-memory-length',
    policyKey: 'max-in-memory-length',
    setting: null,
    kind: 'count',
    min: 0,
    max: SAFE_MAX,
    queueTypes: ['quorum'],
    merge: 'smaller',
    isOperatorSafe: true,
    label: 'Max length in memory',
    help: 'Accepted for compatibility: memory is bounded for all queues together.',
  },
  {
    name: 'x-max-in-memory-bytes',
    policyKey: 'max-in-memory-bytes',
    setting: null,
    kind: 'bytes',
    min: 0,
    max: SAFE_MAX,
    queueTypes: ['quorum'],
    merge: 'smaller',
    isOperatorSafe: true,
    label: 'Max bytes in memory',
    help: 'Accepted for compatibility: memory is bounded for all queues together.',
  },
] as const satisfies readonly QueueArgumentRow[];

const rows: readonly QueueArgumentRow[] = queueArguments;
const rowsByName = new Map(rows.map((row) => [row.name, row]));
const rowsByPolicyKey = new Map(rows.flatMap((row) => (row.policyKey === null ? [] : [[row.policyKey, row] as const])));

export const findQueueArgument = (name: string): QueueArgumentRow | null => rowsByName.get(name) ?? null;
export const findQueueArgumentByPolicyKey = (key: string): QueueArgumentRow | null => rowsByPolicyKey.get(key) ?? null;
/** The rows that make sense for a queue of this type, in the order in which forms show them. */
export const queueArgumentsOf = (type: QueueType): readonly QueueArgumentRow[] => rows.filter((row) => row.queueTypes.includes(type));
