export const connectionLimits = {
  /** Largest frame before connection.tune-ok: room for long client properties and tokens. */
  initialFrameMaxBytes: 8_192,
  /** After connection.close was sent: how long the peer has to answer before it is cut. */
  closeTimeoutMs: 5_000,
} as const;
