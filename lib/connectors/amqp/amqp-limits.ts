/** Bounds of the AMQP client; every wait and buffer in this folder has its name here. */
export const amqpLimits = {
  /** From the first packet to connection.open-ok. */
  openTimeoutMs: 10_000,
  /** For the answer to one method. */
  replyTimeoutMs: 15_000,
  /** For the last confirm of a batch, counted from when it was written. A blocked broker holds confirms back. */
  confirmTimeoutMs: 30_000,
  closeTimeoutMs: 2_000,
  heartbeatSeconds: 30,
  frameMaxBytes: 131_072,
  channelCountMax: 256,
  /** Whole bodies larger than this are not taken into memory; RabbitMQ's hard maximum is 512 MiB, its default 16 or 128 MiB. */
  bodyBytesMax: 160 * 1024 * 1024,
  /** Publishes that may wait for their confirm at one time. */
  unconfirmedCountMax: 1_000,
  unconfirmedBytesMax: 16 * 1024 * 1024,
  /** Frames of one tick that are written together. */
  gatheredBytesMax: 64 * 1024,
  connectionCountMax: 32,
  connectionIdleMs: 30_000,
} as const;
