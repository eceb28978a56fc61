import type { Person } from '../model/console';
import type { ServiceContext } from '../services/context';
import type { Runtime } from './runtime';

/** The world as verbs see it, for one person's request. */
export function serviceContext(runtime: Runtime, person: Person): ServiceContext {
  const { database, brokers, operations, searches, openFilter, clock } = runtime;
  return { person, database, brokers, operations, searches, openFilter, clock };
}
