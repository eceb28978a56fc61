import { assert } from '../../base/assert';

export const flowLimits = {
  /** Appended but not yet synced: above this publishers wait … */
  storeBacklogHighBytes: 33_554_432,
  /** … until it is below this. */
  storeBacklogLowBytes: 8_388_608,
} as const;

assert(flowLimits.storeBacklogLowBytes < flowLimits.storeBacklogHighBytes, 'flow control needs hysteresis');
