import type { Clock } from '../../base/clock';
import type { DefinitionStore, MessageStore } from '../ports';
import type { ReplayTraces } from '../queue/replay-trace';
import type { WorkingSet } from '../queue/working-set';
import type { ChurnCounters } from '../stats/churn-counters';
import type { ResourceRoom } from './resource-room';

/** What all virtual hosts of one broker share. */
export type VirtualHostContext = {
  readonly store: MessageStore;
  readonly definitions: DefinitionStore;
  readonly clock: Clock;
  readonly workingSet: WorkingSet;
  readonly replays: ReplayTraces;
  readonly churn: ChurnCounters;
  readonly room: ResourceRoom;
};
