import { hostname } from 'node:os';
import { Rotation } from '../base/rotation';
import type { TypedTable } from '../model/field-table';
import { Accounts } from './auth/accounts';
import type { BrokerContext, ConnectionSettings } from './connection/broker-context';
import { ConnectionRegistry } from './connection/connection-registry';
import { DeliveryTimeouts } from './connection/delivery-timeouts';
import { DirectReplies } from './connection/direct-replies';
import { HeartbeatMonitor } from './connection/heartbeat-monitor';
import { OutstandingDeliveries } from './connection/outstanding-deliveries';
import { PublisherFlow } from './connection/publisher-flow';
import { PublisherPacing } from './connection/publisher-pacing';
import { serverProperties } from './connection/server-properties';
import { SlabPool } from './connection/slab-pool';
import { Turn } from './connection/turn';
import { heapOfThread } from './heap';
import type { Log } from './log';
import { GlobalParameters } from './management/global-parameters';
import type { ManagedAlarms, ManagedBroker, ManagedListener } from './management/managed-broker';
import { type MemoryFigures, MemoryWatch } from './memory-watch';
import type { BrokerOptions } from './options';
import type { DefinitionStore, MessageStore, SpillFile } from './ports';
import { ReplayTraces } from './queue/replay-trace';
import { WorkingSet } from './queue/working-set';
import { ChurnCounters } from './stats/churn-counters';
import { counterFields } from './stats/counter-fields';
import { MessageCounters } from './stats/message-counters';
import { TurnClock } from './turn-clock';
import { relieveUnfinished } from './unfinished-contents';
import { version } from './version';
import { ResourceRoom } from './vhost/resource-room';
import type { VirtualHost, VirtualHostMetadata } from './vhost/virtual-host';
import { VirtualHosts } from './vhost/virtual-hosts';

const DEFAULT_VIRTUAL_HOST = '/';
/** Share of the memory limit that waiting messages may take before their pages go to disk: well below the alarm. */
const WORKING_SET_SHARE = 0.5;
/** Share of it for contents under way and uncommitted transactions: together with the working set, the whole limit. Above it those who hold the most are closed. */
const UNFINISHED_SHARE = 0.5;
/** Share of it for messages that consumers hold unacknowledged. */
const OUTSTANDING_SHARE = 0.5;
const WARNING_INTERVAL_MS = 60_000;

export type BrokerStores = { readonly messages: MessageStore; readonly definitions: DefinitionStore; readonly spill: SpillFile | null };

/** The broker without its sockets: everything that connections and the management API share, wired together once. */
export class Broker implements BrokerContext, ManagedBroker {
  readonly accounts: Accounts;
  readonly store: MessageStore;
  readonly definitions: DefinitionStore;
  readonly globalParameters: GlobalParameters;
  readonly replays: ReplayTraces;
  readonly registry = new ConnectionRegistry();
  readonly directReplies = new DirectReplies();
  readonly churn = new ChurnCounters();
  readonly turn: Turn;
  readonly slabs = new SlabPool();
  readonly outstanding: OutstandingDeliveries;
  readonly room: ResourceRoom;
  readonly clock = new TurnClock();
  readonly flow: PublisherFlow;
  readonly pacing = new PublisherPacing(() => performance.now());
  readonly connectionSettings: ConnectionSettings;
  readonly serverProperties: TypedTable;
  readonly startedAtMs = Date.now();
  readonly version = version;
  readonly nodeName = `warren@${hostname()}`;
  readonly dataDirectory: string;
  readonly listeners: ManagedListener[] = [];
  private readonly hosts: VirtualHosts;
  private readonly workingSet: WorkingSet;
  private readonly memory: MemoryWatch;
  private readonly rotation = new Rotation();
  private outstandingWarnedAtMs = Number.NEGATIVE_INFINITY;
  private readonly heartbeats: HeartbeatMonitor;
  private readonly deliveryTimeouts: DeliveryTimeouts;
  /** Counters of virtual hosts that are gone: sums never go back. */
  private readonly departed = new MessageCounters();

  constructor(
    private readonly options: BrokerOptions,
    stores: BrokerStores,
    readonly log: Log,
  ) {
    this.turn = new Turn(
      () => this.pacing.endOfTurn(),
      (error) => log.error('a connection failed at the end of a turn', error),
    );
    this.store = stores.messages;
    this.definitions = stores.definitions;
    this.dataDirectory = options.dataDirectory;
    this.connectionSettings = options;
    const loaded = stores.definitions.load();
    this.accounts = new Accounts(stores.definitions, loaded);
    this.globalParameters = new GlobalParameters(stores.definitions, loaded, this.nodeName);
    this.serverProperties = serverProperties(version, this.globalParameters.clusterName);
    this.replays = new ReplayTraces(() => this.clock.nowMs());
    this.workingSet = new WorkingSet(Math.floor(options.memoryLimitBytes * WORKING_SET_SHARE), stores.spill);
    this.flow = new PublisherFlow(stores.messages, () => this.registry.byName.values());
    this.room = new ResourceRoom(stores.definitions);
    const { clock, workingSet, replays, store, definitions, churn, room } = this;
    this.hosts = new VirtualHosts({ store, definitions, clock, workingSet, replays, churn, room });
    this.memory = new MemoryWatch(
      options.memoryLimitBytes,
      () => this.memoryFigures(),
      (isAlarmed) => this.memoryAlarm(isAlarmed),
    );
    this.outstanding = new OutstandingDeliveries(options.memoryLimitBytes * OUTSTANDING_SHARE, heapOfThread().limitBytes, (isFull) =>
      this.outstandingChanged(isFull),
    );
    this.heartbeats = new HeartbeatMonitor(
      () => this.registry.byName.values(),
      () => performance.now(),
    );
    this.deliveryTimeouts = new DeliveryTimeouts(
      () => this.registry.byName.values(),
      options.consumerTimeoutMs,
      () => performance.now(),
    );
  }

  get virtualHosts(): ReadonlyMap<string, VirtualHost> {
    return this.hosts.byName;
  }

  get connections(): ConnectionRegistry['byName'] {
    return this.registry.byName;
  }

  get counters(): MessageCounters {
    const sum = new MessageCounters();
    addTo(sum, this.departed);
    for (const host of this.hosts.byName.values()) addTo(sum, host.counters);
    return sum;
  }

  get alarms(): ManagedAlarms {
    return {
      hasMemoryAlarm: this.memory.isAlarmed,
      memoryLimitBytes: this.memory.limitBytes,
      hasDiskAlarm: this.store.refusal !== null,
      diskFreeLimitBytes: this.options.diskFreeBytesMin,
    };
  }

  /** Brings back what is on disk and begins to watch. Once, before the first connection. */
  start(): void {
    const recovery = this.hosts.recover();
    for (const report of recovery.reports) this.log.warn(report);
    if (this.hosts.byName.size === 0) this.hosts.create(DEFAULT_VIRTUAL_HOST);
    this.store.onRefusalChange((refusal) => this.diskAlarm(refusal));
    if (this.store.refusal !== null) this.diskAlarm(this.store.refusal);
    this.memory.start();
    this.heartbeats.start();
    this.deliveryTimeouts.start();
  }

  /** Says goodbye to all connections. The stores are the caller's to close. */
  stop(): void {
    this.memory.stop();
    this.heartbeats.stop();
    this.deliveryTimeouts.stop();
    this.hosts.stop();
    for (const connection of [...this.registry.byName.values()]) {
      connection.closeByBroker(320, 'CONNECTION_FORCED - broker is shutting down');
    }
  }

  createVirtualHost(name: string, metadata: VirtualHostMetadata): VirtualHost {
    return this.hosts.create(name, metadata);
  }

  deleteVirtualHost(name: string): void {
    const host = this.hosts.byName.get(name);
    if (host === undefined) return;
    for (const connection of [...this.registry.byName.values()]) {
      if (connection.virtualHost === name) connection.closeByBroker(320, `CONNECTION_FORCED - vhost '${name}' is deleted`);
    }
    addTo(this.departed, host.counters);
    this.hosts.delete(name);
  }

  private memoryFigures(): MemoryFigures {
    let accountedBytes = this.workingSet.residentBytes + this.store.backlogBytes + this.outstanding.overheadBytes;
    for (const connection of this.registry.byName.values()) accountedBytes += connection.pendingBytes;
    accountedBytes += relieveUnfinished([...this.registry.byName.values()], this.options.memoryLimitBytes * UNFINISHED_SHARE);
    return { accountedBytes, residentBytes: process.memoryUsage.rss(), heap: heapOfThread() };
  }

  private memoryAlarm(isAlarmed: boolean): void {
    const limits = `its limit of ${this.memory.limitBytes} bytes, and objects below three quarters of ${heapOfThread().limitBytes}`;
    this.log.warn(isAlarmed ? `memory is not below ${limits}: publishers are blocked` : `memory is below ${limits} again`);
    this.flow.setAlarm('memory', isAlarmed ? 'low on memory' : null);
  }

  private outstandingChanged(isFull: boolean): void {
    if (isFull) {
      this.warnOfOutstanding(performance.now());
      return;
    }
    for (const connection of this.rotation.next(this.registry.byName.values()))
      for (const channel of [...connection.channels.values()]) channel.askConsumers();
  }

  /** A slow consumer without a prefetch fills the room again and again. */
  private warnOfOutstanding(nowMs: number): void {
    if (nowMs - this.outstandingWarnedAtMs < WARNING_INTERVAL_MS) return;
    this.outstandingWarnedAtMs = nowMs;
    this.log.warn('too many messages are unacknowledged: channels that hold more than their share get no more until some are acknowledged');
  }

  private diskAlarm(refusal: string | null): void {
    this.log.warn(refusal === null ? 'the disk takes messages again' : `publishers are blocked: ${refusal}`);
    this.flow.setAlarm('disk', refusal === null ? null : 'low on disk');
  }
}

function addTo(sum: MessageCounters, counters: MessageCounters): void {
  for (const [field] of counterFields) sum[field] += counters[field];
}
