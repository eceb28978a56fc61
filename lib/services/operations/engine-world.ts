import type { Clock } from '../../base/clock';
import type { Database } from '../../db/database';
import type { BrokerDirectory } from '../context';

/** What operations need of the console around them. `onFault` is for what should not happen; it goes to the log. */
export type EngineWorld = {
  readonly database: Database;
  readonly brokers: BrokerDirectory;
  readonly clock: Clock;
  readonly onFault: (error: unknown, operationId: string) => void;
};
