import { effectiveSettings } from '../../model/queue-arguments/effective-settings';
import type { QueueType } from '../../model/resources';
import type { PolicySet } from '../policy/policy-set';
import type { ConnectionIdentity } from '../ports';
import { ClassicQueue } from '../queue/classic-queue';
import { isKept, type Queue, type QueueIdentity } from '../queue/queue';
import type { QueueHost } from '../queue/queue-host';
import { SequenceSource, sequenceKind } from '../queue/sequence-source';
import { StreamQueue } from '../queue/stream/stream-queue';
import { checkAccess, checkNewQueue, checkSameQueue, queueTypeOf } from './check-queue-declaration';
import type { QueueDeclaration } from './declarations';
import { notFound, preconditionFailed, resourceName } from './equivalence';
import { definitionKey, definitionKinds, type StoredQueue, type VirtualHostLimits } from './stored-definitions';
import type { VirtualHostContext } from './virtual-host-context';

/** The queues of one virtual host, by name. */
export class QueueRegistry {
  readonly byName = new Map<string, Queue>();
  private readonly exclusiveByOwner = new Map<ConnectionIdentity, Set<Queue>>();
  limits: VirtualHostLimits = { maxQueues: null, maxConnections: null };
  defaultType: QueueType = 'classic';

  constructor(
    private readonly virtualHost: string,
    private readonly context: VirtualHostContext,
    private readonly host: QueueHost,
    private readonly policies: PolicySet,
  ) {}

  /** @throws ChannelError 404 without it, 405 when it is another connection's */
  get(name: string, owner: ConnectionIdentity | null): Queue {
    const queue = this.byName.get(name);
    if (queue === undefined) throw notFound('queue', name, this.virtualHost);
    checkAccess(queue, owner);
    return queue;
  }

  /** @returns whether it is new. @throws ChannelError 404 405 406 */
  declare(declaration: QueueDeclaration): { readonly queue: Queue; readonly isNew: boolean } {
    const existing = this.byName.get(declaration.name);
    if (declaration.passive) {
      const queue = this.get(declaration.name, declaration.owner);
      queue.touch();
      return { queue, isNew: false };
    }
    if (existing !== undefined) {
      checkSameQueue(existing, declaration, this.defaultType);
      existing.touch();
      return { queue: existing, isNew: false };
    }
    const type = queueTypeOf(declaration, this.virtualHost, this.defaultType);
    checkNewQueue(declaration, type, this.virtualHost);
    this.checkLimit(declaration.name);
    this.context.room.require(declaration.durable && !declaration.exclusive);
    const queue = this.create({
      id: this.context.definitions.nextQueueId(),
      virtualHost: this.virtualHost,
      name: declaration.name,
      type,
      isDurable: declaration.durable,
      isAutoDelete: declaration.autoDelete,
      owner: declaration.exclusive ? declaration.owner : null,
      arguments: declaration.arguments,
    });
    if (isKept(queue.identity)) this.keep(queue.identity);
    return { queue, isNew: true };
  }

  /** As the definitions had it at start. `sequence`: where its message ids go on. */
  recover(stored: StoredQueue, sequence: number): Queue {
    return this.create({ ...stored, isDurable: true, owner: null }, sequence);
  }

  /** Its bindings are gone already. */
  remove(queue: Queue): void {
    const { identity } = queue;
    this.byName.delete(identity.name);
    if (identity.owner !== null) this.exclusiveByOwner.get(identity.owner)?.delete(queue);
    queue.destroy();
    if (!isKept(identity)) return;
    this.context.definitions.remove(definitionKinds.queue, definitionKey(this.virtualHost, identity.name));
    this.context.definitions.remove(sequenceKind, String(identity.id));
  }

  /** The connection is gone. @returns its exclusive queues, which are to go with it */
  takeExclusive(owner: ConnectionIdentity): Queue[] {
    const queues = [...(this.exclusiveByOwner.get(owner) ?? [])];
    this.exclusiveByOwner.delete(owner);
    return queues;
  }

  /** Policies changed: each queue gets what is in force for it now. */
  applyPolicies(): void {
    for (const queue of this.byName.values()) this.applyPoliciesTo(queue);
  }

  private applyPoliciesTo(queue: Queue): void {
    const { name, type, arguments: table } = queue.identity;
    const applied = this.policies.appliedTo(name, { kind: 'queue', type });
    const settings = effectiveSettings(type, table, applied.policy?.definition ?? null, applied.operatorPolicy?.definition ?? null);
    queue.applySettings(settings, applied);
  }

  private create(identity: QueueIdentity, firstSequence = 1): Queue {
    const sequence = new SequenceSource(identity.id, isKept(identity) ? this.context.definitions : null, firstSequence);
    // What is fixed at creation (priorities, single active consumer) comes from arguments alone.
    const settings = effectiveSettings(identity.type, identity.arguments, null, null);
    const Kind = identity.type === 'stream' ? StreamQueue : ClassicQueue;
    const queue = new Kind(identity, this.host, settings, sequence);
    this.applyPoliciesTo(queue);
    this.byName.set(identity.name, queue);
    if (identity.owner !== null) this.exclusiveOf(identity.owner).add(queue);
    return queue;
  }

  private exclusiveOf(owner: ConnectionIdentity): Set<Queue> {
    const queues = this.exclusiveByOwner.get(owner) ?? new Set();
    this.exclusiveByOwner.set(owner, queues);
    return queues;
  }

  private checkLimit(name: string): void {
    const { maxQueues } = this.limits;
    if (maxQueues === null || this.byName.size < maxQueues) return;
    throw preconditionFailed(
      `cannot declare ${resourceName('queue', name, this.virtualHost)}: queue limit in vhost '${this.virtualHost}' (${maxQueues}) is reached`,
    );
  }

  private keep({ id, virtualHost, name, type, isAutoDelete, arguments: table }: QueueIdentity): void {
    const stored: StoredQueue = { id, virtualHost, name, type, isAutoDelete, arguments: table };
    this.context.definitions.put(definitionKinds.queue, definitionKey(virtualHost, name), stored);
  }
}
