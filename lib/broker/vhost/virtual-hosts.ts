import type { QueueType } from '../../model/resources';
import type { RecoveredQueue, StoreRecovery } from '../ports';
import { sequenceKind } from '../queue/sequence-source';
import {
  definitionKey,
  definitionKinds,
  readDefinitions,
  type StoredBinding,
  type StoredExchange,
  storedBinding,
  storedExchange,
  storedLimits,
  storedPolicy,
  storedQueue,
  storedVirtualHost,
} from './stored-definitions';
import { VirtualHost, type VirtualHostMetadata } from './virtual-host';
import type { VirtualHostContext } from './virtual-host-context';

const noMetadata: VirtualHostMetadata = { description: '', tags: [], defaultQueueType: null };
const queueTypes: readonly QueueType[] = ['classic', 'quorum', 'stream'];

/** All virtual hosts of the broker, and how they come back at start. */
export class VirtualHosts {
  readonly byName = new Map<string, VirtualHost>();

  constructor(private readonly context: VirtualHostContext) {}

  /** The one of this name, made with the standard exchanges when it is new; an existing one gets the metadata. */
  create(name: string, metadata: VirtualHostMetadata = noMetadata): VirtualHost {
    const virtualHost = this.open(name);
    this.describe(virtualHost, metadata);
    this.context.definitions.put(definitionKinds.virtualHost, definitionKey(name), { name, ...metadata });
    return virtualHost;
  }

  /** Everything in it goes. The caller has closed its connections. @returns whether it existed */
  delete(name: string): boolean {
    const virtualHost = this.byName.get(name);
    if (virtualHost === undefined) return false;
    virtualHost.destroy();
    this.byName.delete(name);
    this.context.definitions.remove(definitionKinds.virtualHost, definitionKey(name));
    return true;
  }

  /** Once, before the first connection: topology from the definitions, then what waits from the store. */
  recover(): StoreRecovery {
    const { definitions, store } = this.context;
    const loaded = definitions.load();
    for (const stored of readDefinitions(loaded, definitionKinds.virtualHost, storedVirtualHost)) {
      this.describe(this.open(stored.name), stored);
    }
    const recovery = store.recover();
    const unclaimed = new Map(recovery.queues);
    this.recoverPolicies(loaded);
    this.recoverExchanges(readDefinitions(loaded, definitionKinds.exchange, storedExchange), unclaimed);
    this.recoverQueues(loaded, unclaimed);
    for (const binding of readDefinitions(loaded, definitionKinds.binding, storedBinding)) this.recoverBinding(binding);
    for (const virtualHost of this.byName.values()) virtualHost.applyPolicies();
    // Their queue was deleted just before the crash: nobody can ever ask for them.
    for (const queueId of unclaimed.keys()) store.dropQueue(queueId, []);
    const dropped = droppedReport(unclaimed);
    if (dropped !== null) return { ...recovery, reports: [...recovery.reports, dropped] };
    return recovery;
  }

  /** Before the stores close: no timer may reach them afterwards. */
  stop(): void {
    for (const virtualHost of this.byName.values()) virtualHost.stop();
  }

  private open(name: string): VirtualHost {
    const existing = this.byName.get(name);
    if (existing !== undefined) return existing;
    const virtualHost = new VirtualHost(name, this.context);
    this.byName.set(name, virtualHost);
    return virtualHost;
  }

  private describe(virtualHost: VirtualHost, metadata: VirtualHostMetadata): void {
    const { description, tags, defaultQueueType } = metadata;
    virtualHost.metadata = { description, tags, defaultQueueType };
    virtualHost.registries.queues.defaultType = queueTypes.find((type) => type === defaultQueueType) ?? 'classic';
  }

  private recoverPolicies(loaded: Loaded): void {
    for (const policy of readDefinitions(loaded, definitionKinds.policy, storedPolicy)) {
      this.byName.get(policy.virtualHost)?.policies.set('user', policy);
    }
    for (const policy of readDefinitions(loaded, definitionKinds.operatorPolicy, storedPolicy)) {
      this.byName.get(policy.virtualHost)?.policies.set('operator', policy);
    }
    for (const [key, value] of loaded.get(definitionKinds.limits) ?? []) {
      const [name] = JSON.parse(key) as string[];
      const virtualHost = this.byName.get(name ?? '');
      if (virtualHost !== undefined) virtualHost.registries.queues.limits = storedLimits.parse(value);
    }
  }

  private recoverExchanges(exchanges: readonly StoredExchange[], unclaimed: Map<number, RecoveredQueue>): void {
    for (const stored of exchanges) {
      const exchange = this.byName.get(stored.virtualHost)?.registries.exchanges.recover(stored);
      const waiting = stored.delayId === null ? undefined : unclaimed.get(stored.delayId);
      if (waiting === undefined || stored.delayId === null) continue;
      exchange?.extras.delayed?.recover(waiting);
      unclaimed.delete(stored.delayId);
    }
  }

  private recoverQueues(loaded: Loaded, unclaimed: Map<number, RecoveredQueue>): void {
    for (const stored of readDefinitions(loaded, definitionKinds.queue, storedQueue)) {
      const waiting = unclaimed.get(stored.id);
      const reserved = Number(loaded.get(sequenceKind)?.get(String(stored.id)) ?? 1);
      const queue = this.byName
        .get(stored.virtualHost)
        ?.registries.queues.recover(stored, upcomingSequence(stored.type, waiting, reserved));
      if (queue === undefined || waiting === undefined) continue;
      queue.recover(waiting);
      unclaimed.delete(stored.id);
    }
  }

  private recoverBinding(stored: StoredBinding): void {
    const virtualHost = this.byName.get(stored.virtualHost);
    const source = virtualHost?.exchanges.get(stored.source);
    const ends: ReadonlyMap<string, Parameters<VirtualHost['bindings']['to']>[0]> | undefined =
      stored.destinationType === 'queue' ? virtualHost?.queues : virtualHost?.exchanges;
    const destination = ends?.get(stored.destination);
    // An end may be missing when the crash came between two removals: the binding is gone with it.
    if (virtualHost === undefined || source === undefined || destination === undefined) return;
    virtualHost.bindings.add({ source, destination, routingKey: stored.routingKey, arguments: stored.arguments });
  }
}

/** Message ids go on behind what was reserved; offsets of a stream go on without a gap. */
function upcomingSequence(type: QueueType, waiting: RecoveredQueue | undefined, reserved: number): number {
  const last = waiting === undefined ? 0 : (waiting.sequence[waiting.count - 1] ?? 0);
  return type === 'stream' && last > 0 ? last + 1 : Math.max(reserved, last + 1);
}

type Loaded = ReturnType<VirtualHostContext['definitions']['load']>;

/** A crash in the middle of a deletion leaves such messages; so do definitions that rotted. */
function droppedReport(unclaimed: ReadonlyMap<number, RecoveredQueue>): string | null {
  let messageCount = 0;
  for (const { count } of unclaimed.values()) messageCount += count;
  if (messageCount === 0) return null;
  return `Dropped ${messageCount} message(s) of ${unclaimed.size} queue(s) that no definition names: the queues were being deleted, or their definitions are lost.`;
}
