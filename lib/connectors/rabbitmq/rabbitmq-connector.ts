import type { MessagePort } from 'node:worker_threads';
import * as z from 'zod';
import type { TypedTable } from '../../model/field-table';
import type { BrokerSnapshot } from '../../model/live';
import type {
  BrowsedMessage,
  Intrusiveness,
  MessageDraft,
  MessagePage,
  NewestMessages,
  PublishOutcome,
  ReplayTrace,
} from '../../model/message';
import type { ScopedPolicy } from '../../model/policies/policy-scope';
import type { Binding, RoutePreview, VirtualHost } from '../../model/resources';
import type { AmqpConnection } from '../amqp/amqp-connection';
import { AmqpConnectionPool } from '../amqp/amqp-connection-pool';
import { DraftPublisher } from '../amqp/draft-publisher';
import { type Capability, capabilities } from '../capabilities';
import {
  type BindingDeclaration,
  type BrokerIdentity,
  type BrowsePage,
  type BulkPage,
  type BulkPageRequest,
  type Connector,
  ConnectorError,
  type ExchangeAddress,
  type ExchangeDeclaration,
  type MessageMove,
  type MessagePublisher,
  type MoveOutcome,
  type NewestPage,
  type PolicyAddress,
  type QueueAddress,
  type QueueDeclaration,
  type RemoveOutcome,
  type SincePage,
  type TakenMessages,
  type TakeSelection,
} from '../connector';
import { browseHeld, passiveDeclare } from './browse-held';
import { browseStream, readNewestOfStream } from './browse-stream';
import { checkDrafts } from './check-drafts';
import { DeliveryBudget } from './delivery-budget';
import { BatchReader, openReader } from './delivery-reader';
import { capabilitiesOfExtensions, discoverExtensions, ExtensionClient } from './extension-client';
import { takeById } from './extension-take';
import { HeldMessages } from './held-messages';
import { LastingPublisher } from './lasting-publisher';
import { ManagementClient } from './management-client';
import { errorOfAmqp } from './management-errors';
import { identityOf } from './map-rows';
import { MemoryReader } from './memory-reader';
import * as policies from './policy-verbs';
import { simulateRoute } from './preview-route';
import { readQueueFacts } from './queue-facts';
import { amqpAddressOf, type RabbitmqConfig } from './rabbitmq-config';
import { rabbitmqLimits } from './rabbitmq-limits';
import { planReading, type QueueFacts, type ReadPlan } from './read-plan';
import { readSnapshot } from './read-snapshot';
import { overviewShape, virtualHostShape } from './shapes';
import { SnapshotReader } from './snapshot-reader';
import * as topology from './topology-verbs';

/**
 * RabbitMQ and everything that answers like it: the management API for state and changes, AMQP for messages, because only
 * AMQP keeps the types of headers and gives confirms.
 */
export class RabbitmqConnector implements Connector {
  capabilities: ReadonlySet<Capability> = new Set();
  private readonly client: ManagementClient;
  private readonly pool: AmqpConnectionPool;
  /** Apart from reading: a broker that holds back a publisher holds back its whole connection (RabbitMQ's flow control). */
  private readonly publishers: AmqpConnectionPool;
  private readonly budget = new DeliveryBudget();
  private readonly extension: ExtensionClient;
  private readonly memory: MemoryReader | null;
  /** Set once the broker has said that it can answer everything at once. */
  private snapshots: SnapshotReader | null = null;
  private identity: Promise<BrokerIdentity> | null = null;

  constructor(config: RabbitmqConfig, reader: MessagePort | null = null) {
    this.client = new ManagementClient(config);
    this.memory = reader && new MemoryReader(reader, this.client.authorization);
    this.extension = new ExtensionClient(this.client, this.memory);
    const { username, password } = config;
    const options = { ...amqpAddressOf(config), username, password, clientName: 'Warren console' };
    this.pool = new AmqpConnectionPool(options);
    this.publishers = new AmqpConnectionPool(options);
  }

  async probe(): Promise<BrokerIdentity> {
    const identity = identityOf(await this.client.get('/api/overview', overviewShape));
    const extensions = await discoverExtensions(this.client);
    this.capabilities = capabilitiesOfExtensions(extensions);
    if (!extensions.has('snapshot')) this.snapshots = null;
    else this.snapshots ??= new SnapshotReader(this.client);
    this.identity = Promise.resolve(identity);
    return identity;
  }

  async close(): Promise<void> {
    this.client.close();
    this.memory?.close();
    await Promise.all([this.pool.close(), this.publishers.close()]);
  }

  async readSnapshot(options: { withTopology: boolean }): Promise<BrokerSnapshot> {
    const { product } = await this.known();
    if (this.snapshots !== null) return this.snapshots.read(options);
    return readSnapshot(this.client, { ...options, supportsColumns: product === 'RabbitMQ' });
  }

  async listVirtualHosts(): Promise<readonly VirtualHost[]> {
    const rows = await this.client.get('/api/vhosts', z.array(virtualHostShape));
    return rows.map((row) => ({ ...row, description: row.description ?? '' }));
  }

  listPolicies(): Promise<readonly ScopedPolicy[]> {
    return policies.listPolicies(this.client);
  }
  setPolicy(policy: ScopedPolicy): Promise<void> {
    return policies.setPolicy(this.client, policy);
  }
  deletePolicy(policy: PolicyAddress): Promise<void> {
    return policies.deletePolicy(this.client, policy);
  }

  declareQueue(queue: QueueDeclaration): Promise<void> {
    return topology.declareQueue(this.client, queue);
  }
  deleteQueue(queue: QueueAddress, guard: { ifEmpty: boolean; ifUnused: boolean }): Promise<void> {
    return topology.deleteQueue(this.client, queue, guard).then(() => this.budget.forget(queue));
  }
  purgeQueue(queue: QueueAddress): Promise<void> {
    return topology.purgeQueue(this.client, queue).then(() => this.budget.forget(queue));
  }
  declareExchange(exchange: ExchangeDeclaration): Promise<void> {
    return topology.declareExchange(this.client, exchange);
  }
  deleteExchange(exchange: ExchangeAddress, guard: { ifUnused: boolean }): Promise<void> {
    return topology.deleteExchange(this.client, exchange, guard);
  }
  bind(binding: BindingDeclaration): Promise<Binding> {
    return topology.bind(this.client, binding);
  }
  unbind(binding: Binding): Promise<void> {
    return topology.unbind(this.client, binding);
  }
  closeConnection(name: string, reason: string): Promise<void> {
    return topology.closeConnection(this.client, name, reason);
  }

  async browseIntrusiveness(queue: QueueAddress): Promise<Intrusiveness> {
    if (await this.can('browse-without-effect')) return { level: 'none', effects: ['Looking changes nothing.'] };
    const plan = planReading(await this.factsOf(queue));
    if (plan.refusal === null) return plan.intrusiveness;
    return { ...plan.intrusiveness, effects: [plan.refusal, ...plan.intrusiveness.effects] };
  }

  async browse(queue: QueueAddress, page: BrowsePage): Promise<MessagePage> {
    if (await this.can('browse-without-effect')) return this.extension.browse(queue, page);
    const facts = await this.factsOf(queue);
    const plan = planReading(facts);
    requirePermitted(plan);
    const { intrusiveness } = plan;
    if (plan.verb === 'stream') {
      const { messages, next } = await this.amqp(queue, (connection) => browseStream(connection, queue, page));
      return { messages, totalCount: facts.readyCount ?? messages.length, next, intrusiveness };
    }
    const held = await this.amqp(queue, (connection) =>
      connection.withChannel((channel) => browseHeld(channel, queue, page, plan, this.budget)),
    );
    const end = page.from + held.messages.length;
    const next = held.messages.length === 0 || end >= held.readyCount ? null : end;
    return { messages: held.messages, totalCount: Math.max(held.readyCount, end), next, intrusiveness };
  }

  async browseSince(queue: QueueAddress, page: SincePage): Promise<MessagePage> {
    await this.require('browse-by-time');
    return this.extension.browseSince(queue, page);
  }

  async readNewest(queue: QueueAddress, page: NewestPage): Promise<NewestMessages> {
    // Every broker that can look without effect is one that tells its newest messages.
    if (await this.can('browse-without-effect')) return this.extension.readNewest(queue, page);
    const facts = await this.factsOf(queue);
    if (facts.type !== 'stream')
      throw new ConnectorError('not-supported', 'Following this queue would take its messages out and put them back.');
    const messages = await this.amqp(queue, (connection) => readNewestOfStream(connection, queue, page));
    return { ...messages, totalCount: facts.readyCount ?? messages.messages.length };
  }

  async readBulk(queue: QueueAddress, page: BulkPageRequest): Promise<BulkPage> {
    await this.require('bulk-read');
    return this.extension.readBulk(queue, page);
  }

  async readMessage(queue: QueueAddress, id: string): Promise<BrowsedMessage | null> {
    await this.require('message-by-id');
    return this.extension.readMessage(queue, id);
  }

  async publish(virtualHost: string, drafts: readonly MessageDraft[]): Promise<readonly PublishOutcome[]> {
    checkDrafts(drafts);
    if (drafts.length === 0) return [];
    try {
      return await this.pool.use(virtualHost, async (connection) => {
        const publisher = new DraftPublisher(connection);
        try {
          return await publisher.publish(drafts);
        } finally {
          await publisher.close();
        }
      });
    } catch (error) {
      throw errorOfAmqp(error, 'Publishing');
    }
  }

  async openPublisher(virtualHost: string): Promise<MessagePublisher> {
    try {
      const { connection, release } = await this.publishers.acquire(virtualHost);
      return new LastingPublisher(new DraftPublisher(connection), release);
    } catch (error) {
      throw errorOfAmqp(error, 'Publishing');
    }
  }

  async previewRoute(virtualHost: string, exchange: string, routingKey: string, headers: TypedTable): Promise<RoutePreview> {
    if (await this.can('route-preview')) return this.extension.previewRoute(virtualHost, exchange, routingKey, headers);
    return simulateRoute(this.client, virtualHost, { exchange, routingKey, headers });
  }

  async take(queue: QueueAddress, selection: TakeSelection): Promise<TakenMessages> {
    if (selection.kind === 'ids' && (await this.can('settle-by-id'))) return takeById(this.extension, queue, selection.ids);
    const plan = planReading(await this.factsOf(queue));
    requirePermitted(plan);
    if (plan.verb === 'stream') throw new ConnectorError('not-supported', 'Messages can be read from a stream, but not taken.');
    try {
      const { connection, release } = await this.pool.acquire(queue.virtualHost);
      try {
        const channel = await connection.openChannel();
        channel.digestsBodies = true;
        const wantedCount = selection.kind === 'first' ? selection.count : rabbitmqLimits.scanCountMax + 1;
        const reader =
          plan.walk === 'batches'
            ? new BatchReader(channel, queue.name, wantedCount, async () => {
                const { messageCount } = await channel.call(passiveDeclare(queue.name), 'queue.declare-ok');
                return messageCount;
              })
            : await openReader(channel, { queue: queue.name, verb: 'get', prefetchCount: 0 });
        return new HeldMessages(channel, reader, { queue, selection, plan, release });
      } catch (error) {
        release();
        throw error;
      }
    } catch (error) {
      throw errorOfAmqp(error, `Taking messages from ${queue.name}`);
    }
  }

  async removeMessages(queue: QueueAddress, ids: readonly string[]): Promise<readonly RemoveOutcome[]> {
    await this.require('settle-by-id');
    return this.extension.remove(queue, ids);
  }

  async moveMessages(queue: QueueAddress, move: MessageMove): Promise<readonly MoveOutcome[]> {
    await this.require('atomic-move');
    return this.extension.move(queue, move);
  }

  async traceReplays(replayIds: readonly string[]): Promise<readonly ReplayTrace[]> {
    await this.require('replay-trace');
    return this.extension.traceReplays(replayIds);
  }

  private async can(capability: Capability): Promise<boolean> {
    await this.known();
    return this.capabilities.has(capability);
  }

  private async require(capability: Capability): Promise<void> {
    if (await this.can(capability)) return;
    throw new ConnectorError('not-supported', `This broker can't do this: ${capabilities[capability]}.`);
  }

  /** One probe for all that ask at once; asked again after a failure. */
  private known(): Promise<BrokerIdentity> {
    if (this.identity === null) {
      const asking = this.probe();
      this.identity = asking;
      asking.catch(() => {
        if (this.identity === asking) this.identity = null;
      });
    }
    return this.identity;
  }

  /** The management API's counts are seconds old; how to read depends on who consumes now, which AMQP knows. */
  private async factsOf(queue: QueueAddress): Promise<QueueFacts> {
    const facts = await readQueueFacts(this.client, await this.known(), queue);
    if (facts.type === 'stream') return facts;
    const declare = passiveDeclare(queue.name);
    const now = await this.amqp(queue, (connection) => connection.withChannel((channel) => channel.call(declare, 'queue.declare-ok')));
    return { ...facts, readyCount: now.messageCount, consumerCount: now.consumerCount };
  }

  private async amqp<T>(queue: QueueAddress, work: (connection: AmqpConnection) => Promise<T>): Promise<T> {
    try {
      return await this.pool.use(queue.virtualHost, work);
    } catch (error) {
      throw errorOfAmqp(error, `Reading ${queue.name}`);
    }
  }
}

function requirePermitted(plan: ReadPlan): void {
  if (plan.refusal !== null) throw new ConnectorError('not-supported', plan.refusal);
}
