/** Bounds of the RabbitMQ connector. */
export const rabbitmqLimits = {
  /** Taken messages handed out together. */
  takenPageCountMax: 500,
  requestTimeoutMs: 20_000,
  /** 10,000 queues are about 7 MB, 100,000 bindings about 20 MB. */
  answerBytesMax: 256 * 1024 * 1024,
  errorAnswerBytesMax: 64 * 1024,
  requestsAtOnceMax: 6,
  /** Messages that a browse may hold at one time where holding changes something. */
  heldCountMax: 100,
  heldMs: 2_000,
  /** A consumer that gets nothing for this long has seen what there is. */
  quietMs: 300,
  /** How often a walk asks again in a queue that tells of messages and hands out none. */
  quietTriesMax: 40,
  /** Bytes of bodies held by one browse. */
  heldBytesMax: 32 * 1024 * 1024,
  /** Messages that a search for chosen ones may walk past; they are all held until it ends. */
  scanCountMax: 100_000,
  /** Prefetch of the one consumer that a search uses where basic.get would lose the order. */
  scanPrefetchMax: 1_000,
  /** basic.get sent ahead of their answers: enough to hide the way there and back. */
  getsUnderWayMax: 256,
  streamReadMs: 5_000,
  streamPageCountMax: 500,
  /** Readings that are left unused before a quorum queue's delivery limit would be reached. */
  deliveryLimitReserve: 3,
  rememberedQueuesMax: 1_000,
  /** A queue that tells 0 messages for this long is believed. */
  emptyForMs: 10_000,
  exchangesListedOneByOneMax: 500,
  /** What the extension endpoints take at one time (docs/MANAGEMENT_API.md). */
  extensionPageCountMax: 500,
  extensionBodyBytesMax: 1_048_576,
  bulkCountMax: 20_000,
  /** What a bulk answer of more than one message is at most. */
  bulkBytesMax: 4 * 1024 * 1024,
  batchCountMax: 1_000,
  shortStringBytesMax: 255,
} as const;
