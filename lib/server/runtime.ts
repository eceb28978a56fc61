import type { Clock } from '../base/clock';
import type { Database } from '../db/database';
import { ServiceError } from '../services/errors';
import type { OperationEngine } from '../services/operations/operation-engine';
import type { OpenFilter } from '../services/search/filter-threads';
import type { SearchEngine } from '../services/search/search-engine';
import type { Authentication } from './authentication/authentication';
import type { SetupLink } from './authentication/setup-link';
import type { SignInThrottle } from './authentication/sign-in-throttle';
import type { Brokers } from './brokers';
import type { EmbeddedBroker } from './embedded-broker';
import type { Environment } from './environment';
import type { Log } from './log';

/** Everything that lives as long as the process. */
export type Runtime = {
  readonly environment: Environment;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly authentication: Authentication;
  readonly throttle: SignInThrottle;
  readonly setupLink: SetupLink;
  readonly brokers: Brokers;
  readonly operations: OperationEngine;
  readonly searches: SearchEngine;
  readonly openFilter: OpenFilter;
  readonly embedded: EmbeddedBroker;
  /** Flushes and closes everything; once. */
  readonly stop: () => Promise<void>;
};

/**
 * instrumentation.ts and route handlers are separate bundles with separate module variables, so the runtime hangs on the
 * global object. scripts/start.mjs reads it there too.
 */
const key = Symbol.for('warren.runtime');
type Holder = { [key]?: Runtime };

export const findRuntime = (): Runtime | null => (globalThis as Holder)[key] ?? null;

export const setRuntime = (runtime: Runtime): void => {
  (globalThis as Holder)[key] = runtime;
};

export function getRuntime(): Runtime {
  const runtime = findRuntime();
  if (!runtime) throw new ServiceError('broker-unreachable', 'The console is still starting. Try again in a moment.');
  return runtime;
}
