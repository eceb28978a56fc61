/** Bounds of accounts. Names follow RabbitMQ, which takes user names as short strings. */
export const authLimits = {
  userCountMax: 10_000,
  nameMaxBytes: 255,
  tagsMax: 32,
  patternMaxLength: 4_096,
  verdictsPerPatternMax: 1_000,
  sharedPatternsMax: 1_000,
  /** A refused login answers no sooner, so that guessing is slow. Each one that waits holds a connection, and those are bounded. */
  refusedLoginDelayMs: 500,
} as const;
