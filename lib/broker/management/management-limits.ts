/** Bounds of the management API: what one request may cost. */
export const managementLimits = {
  bodyMaxBytes: 10_000_000, // RabbitMQ: max_http_body_size
  /** Field tables end at limits.fieldTableDepthMax, and definitions wrap them. */
  bodyDepthMax: 64,
  connectionCountMax: 1_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 30_000,
  pageSizeDefault: 100,
  pageSizeMax: 500,
  pathSegmentsMax: 16,
  /** Long answers are handed to the socket in pieces of about this size. */
  sliceBytes: 65_536,
  /** Lists up to this length go out in one piece with a content-length. */
  oneSliceRowsMax: 50,
  browseLimitDefault: 50,
  browseLimitMax: 500,
  browseTruncateDefaultBytes: 1_024,
  browseTruncateMaxBytes: 1_048_576,
  /** Bodies of one browse or one filtered page together, before base64: the page ends there. */
  browseBodiesMaxBytes: 33_554_432,
  /** Messages that one filtered browse looks at. */
  filterScanMax: 20_000,
  filterMaxLength: 1_000,
  /** Messages looked at between two turns of the loop. */
  scanBatchMax: 200,
  scanBatchBytes: 1_048_576,
  rawLimitDefault: 5_000,
  rawLimitMax: 20_000,
  rawAnswerMaxBytes: 4_194_304,
  settleIdsMax: 1_000,
  moveBytesMax: 16_777_216,
  replayIdsMax: 10_000,
  /** Messages of POST …/get in one answer, and their bodies: all of it is one JSON text in memory. */
  getCountMax: 10_000,
  getBodiesMaxBytes: 67_108_864,
  streamReadersMax: 200,
} as const;
