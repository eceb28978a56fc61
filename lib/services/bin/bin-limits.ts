/** The bin is bounded in time and size; both are shown beside it. */
export const binLimits = {
  retentionDays: 14,
  retentionMs: 14 * 24 * 3_600_000,
  bytesMax: 4 * 1024 * 1024 * 1024,
  restoreMax: 10_000,
  restoreBatchSize: 100,
  listMax: 500,
} as const;
