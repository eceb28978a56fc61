/** Bounds of operations, with their reasons. */
export const operationLimits = {
  /** Messages frozen into one plan; each is a row of about 200 B. */
  planMessagesMax: 500_000,
  /** Asked for at once while a selection is frozen: headers only, no bodies. */
  freezePageSize: 500,
  planLifetimeMs: 10 * 60_000,
  /** Predicted outcomes shown for review, spread evenly over the selection. */
  planSamplesMax: 10,
  /** Of a message's text shown for review, before and after an edit. */
  reviewCharactersMax: 20_000,
  planExcludedMax: 100,
  /** Moved in one transaction of the broker, and journalled with two commits. */
  batchSizeMax: 1_000,
  /** More from one form is a load test, which belongs on a client. */
  repeatCountMax: 100_000,
  /** Bodies of one uploaded file, kept in the database until they are sent. */
  importBytesMax: 1024 ** 3,
  /** Bodies held in memory between the source and the bin, or a file and the broker. */
  discardBatchBytesMax: 16 * 1024 * 1024,
  /** Unsettled replays whose fate is asked for in one go, once a tick. */
  traceBatchMax: 5_000,
  /** The same while the operation runs: what it does itself goes first. */
  traceBatchWhileRunningMax: 1_000,
  tickMs: 1_000,
  /** How long after its end an operation's messages are still followed. */
  watchAfterEndMs: 15 * 60_000,
  /** A canary step that shows no outcome for this long goes on, and says so. */
  canaryPatienceMs: 5_000,
  /** Share of a step's messages that may come back before the brake is pulled. */
  cameBackShareMax: 0.1,
  /** A message that came back this often goes into quarantine. */
  quarantineAtCount: 3,
  quarantineBatchMax: 500,
  /** Pages looked through, from the tail, for messages that go into quarantine; the rest waits for the next tick. */
  quarantinePagesMax: 20,
  /** How long a run waits for its broker to be there, as after a restart of both. */
  connectPatienceMs: 60_000,
  connectRetryMs: 250,
  /** How old the depth of a target may be when it is compared with its bound. */
  depthAgeMaxMs: 1_000,
  runningPerBrokerMax: 8,
  listMax: 200,
  ledgerPageMax: 500,
} as const;
