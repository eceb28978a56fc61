import { assert } from '../../base/assert';

export const flowLimits = {
  /** Appended but not yet synced: above this publishers wait … */
  storeBacklogHighBytes: 33_554_432,
  /** … until it is below this. */
  storeBacklogLowBytes: 8_388_608,
  storeCheckMs: 2,
} as const;

assert(flowLimits.storeBacklogLowBytes < flowLimits.storeBacklogHighBytes, 'flow control needs hysteresis');

/** See PublisherPacing. Measured with one publisher and one consumer on two cores. */
export const pacingLimits = {
  behindCount: 1_024,
  behindBytes: 524_288,
  caughtUpCount: 128,
  caughtUpBytes: 65_536,
  tickMs: 5,
  /** Longest hold, in ticks. */
  ticksMax: 5,
  /** Consumers that take this many in a tick (20,000/s) are fast enough to wait for. */
  fastDeliveriesPerTick: 100,
  leftAloneMs: 100,
  queuesLookedAtMax: 16,
} as const;

assert(pacingLimits.caughtUpCount < pacingLimits.behindCount, 'pacing needs hysteresis');
assert(pacingLimits.caughtUpBytes < pacingLimits.behindBytes, 'pacing needs hysteresis');
