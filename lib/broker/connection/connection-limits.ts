export const connectionLimits = {
  /** After connection.close was sent: how long the peer has to answer before it is cut. */
  closeTimeoutMs: 5_000,
  /** What one peer sent may be worked on this long, then it is the others' turn; one message or method is never cut. */
  turnMs: 10,
  /** Reading the clock for each frame would cost more than many a frame. */
  framesBetweenClockReads: 16,
  /** A peer that asks for more than this without reading it is not read … */
  answersPendingMaxBytes: 4_194_304,
  /** … and cut when it has not read anything for this long. */
  answersUnreadMaxMs: 60_000,
} as const;
