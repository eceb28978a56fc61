/** Bounds of searches, with their reasons. */
export const searchLimits = {
  queuesMax: 50,
  filterLengthMax: 4_000,
  textLengthMax: 1_000,
  brokersMax: 20,
  runningMax: 3,
  /** Of one search; each is a thread with a connection of its own, the others wait. */
  brokersAtOnceMax: 2,
  /** Running ones included; the one that nobody asked for longest goes first. */
  keptMax: 50,
  keptMs: 60 * 60_000,
  /** A search that takes longer stops and can go on. */
  runMsMax: 30 * 60_000,
  /** Matches are sent whole to every browser that looks, twice a second. */
  matchesMax: 200,
  matchesBytesMax: 2 * 1024 * 1024,
  matchPlacesMax: 200,
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
  /** Completion looks at the newest messages of a few queues: it is asked for while somebody types. */
  sampledQueuesMax: 8,
  sampledMessagesMax: 20,
  sampledBodyBytesMax: 32 * 1024,
  /** Of one message, so that a body of thousands of keys costs no more than others. */
  sampledNodesMax: 500,
  sampledDepthMax: 8,
  sampledNameMax: 100,
  sampledFieldsMax: 400,
  sampledExampleMax: 40,
  stopGraceMs: 3_000,
  threadMemoryMb: 512,
  /** A page's messages die young: with room for a few pages nothing of them is ever copied by the collector. */
  threadYoungMemoryMb: 64,
} as const;
