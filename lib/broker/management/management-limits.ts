/** Bounds of the management API: what one request may cost. */
export const managementLimits = {
  bodyMaxBytes: 10_000_000, // RabbitMQ: max_http_body_size
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
} as const;
