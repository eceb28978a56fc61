import type { Clock } from '../base/clock';
import type { BrokerIdentity, Connector } from '../connectors/connector';
import type { Database } from '../db/database';
import type { OperationRecord } from '../db/operation-repository';
import type { BrokerSummary, Person } from '../model/console';
import type { BrokerSnapshot, Freshness, LiveTopic, Series, SeriesSubject } from '../model/live';
import type { Operation } from '../model/operations';
import type { Search, SearchSummary } from '../model/search';
import type { BrokerChange, BrokerSettings } from './brokers/broker-settings';
import type { LedgerCounts } from './operations/operation-counts';
import type { SearchStart } from './search/background-search';
import type { OpenFilter } from './search/filter-threads';

/** Who asks, and the world as verbs see it. Made for each request by lib/server/route.ts. */
export type ServiceContext = {
  readonly person: Person;
  readonly database: Database;
  readonly brokers: BrokerDirectory;
  readonly operations: Operations;
  readonly searches: Searches;
  /** A filter in a thread of its own; lib/services/search/filter-threads.ts. */
  readonly openFilter: OpenFilter;
  readonly clock: Clock;
};

/** The running operations; lib/services/operations/operation-engine.ts. */
export interface Operations {
  /** The record must be in state `running` on disk already. */
  launch(record: OperationRecord): Promise<Operation>;
  /** Resolves when the batch under way is done and the new state is on disk. */
  interrupt(id: string, how: 'paused' | 'cancelled'): Promise<void>;
  /** One piece of work at a time for a key: an operation's id, or 'bin'. Not to be nested in itself. */
  exclusively<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
  runningCount(brokerId: string): number;
  describe(record: OperationRecord): Promise<Operation>;
  countsOf(id: string): Promise<LedgerCounts>;
  /** Throws ServiceError 'not-found'. */
  find(brokerId: string, id: string): Promise<OperationRecord>;
}

/** The searches of this console; lib/services/search/search-engine.ts. Those that take an id throw ServiceError 'not-found'. */
export interface Searches {
  /** Throws ServiceError 'conflict' when as many are running as may. */
  start(search: SearchStart): Search;
  list(): readonly SearchSummary[];
  read(id: string): Search;
  stop(id: string): Search;
  resume(id: string): Search;
}

/** The brokers that the console knows, each with its connector and its collector. */
export interface BrokerDirectory {
  list(): readonly LiveBroker[];
  /** Throws ServiceError 'not-found'. */
  get(id: string): LiveBroker;
  /** Connects once with these settings and disconnects; throws ConnectorError when that fails. */
  test(settings: BrokerSettings): Promise<BrokerIdentity>;
  /** Throws ServiceError 'conflict' when the name is taken. */
  add(settings: BrokerSettings): Promise<LiveBroker>;
  change(id: string, change: BrokerChange): Promise<LiveBroker>;
  remove(id: string): Promise<void>;
}

/** One broker with what its collector knows. */
export interface LiveBroker {
  readonly id: string;
  readonly summary: BrokerSummary;
  readonly freshness: Freshness;
  /** Null until the first poll came back. */
  readonly snapshot: BrokerSnapshot | null;
  /** The connector, probed; throws ConnectorError when the broker can't be reached. */
  connect(): Promise<Connector>;
  /** The console itself changed something: poll soon, topology included. */
  refresh(): void;
  /** Waits, bounded, until there is a snapshot or a reason why not. */
  whenPolled(): Promise<void>;
  readSeries(subject: SeriesSubject, minutes: number): Promise<Series>;
  /** Rows of topics that the console itself makes (operations); they travel with the broker's own. */
  showRow(topic: Extract<LiveTopic, 'operations'>, key: string, row: object): void;
  dropRow(topic: Extract<LiveTopic, 'operations'>, key: string): void;
  rows(topic: Extract<LiveTopic, 'operations'>): readonly object[];
  /** Starts a live stream: an SSE body that never holds more than a bounded number of bytes for a slow reader. */
  watch(request: WatchRequest): ReadableStream<Uint8Array>;
}

export type WatchRequest = {
  readonly topics: readonly LiveTopic[];
  readonly series: readonly SeriesSubject[];
  /** Asked now and then; the stream ends when it says no. */
  readonly isStillAllowed: () => Promise<boolean>;
};
