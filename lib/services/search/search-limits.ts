/** Bounds of searches, with their reasons. */
export const searchLimits = {
  queuesMax: 50,
  filterLengthMax: 4_000,
  textLengthMax: 1_000,
  /** Each search is a thread with a connection of its own. */
  runningMax: 3,
  /** Running ones included; the one that nobody asked for longest goes first. */
  keptMax: 50,
  keptMs: 60 * 60_000,
  /** A search that takes longer stops and can go on. */
  runMsMax: 30 * 60_000,
  /** Matches are sent whole to every browser that looks, twice a second. */
  matchesMax: 200,
  matchesBytesMax: 2 * 1024 * 1024,
  matchBodyBytesMax: 4_096,
  /** Asked for at once: ten times as many are no faster, and hold up the broker's deliveries for longer. */
  bulkCountMax: 1_000,
  browseCountMax: 100,
  browseBodyBytesMax: 1_048_576,
  /** Messages taken and held from one queue of a broker that shows no message otherwise. */
  heldCountMax: 10_000,
  /** A filter that needs longer for one message is ended. */
  oneMessageMsMax: 5_000,
  aliveIntervalMs: 500,
  stopGraceMs: 3_000,
  threadMemoryMb: 512,
  /** A page's messages die young: with room for a few pages nothing of them is ever copied by the collector. */
  threadYoungMemoryMb: 64,
} as const;
