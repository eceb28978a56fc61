import type { Connector } from '../../connectors/connector';
import type { PlannedMessage } from '../../db/ledger-repository';
import type { TypedTable } from '../../model/field-table';
import type { BrowsedMessage } from '../../model/message';
import { comesFromOutside, type Plan, type PlanRequest, type PlanTarget } from '../../model/operations';
import type { Queue } from '../../model/resources';
import { type EditedMessage, editMessage } from './edit-message';
import { operationLimits } from './operation-limits';
import { OriginMemo } from './origin-memo';
import { warningsOf } from './plan-warnings';
import { headersTakenOff, type ReplayOrigin, replayHeaders, routeOf } from './replay-origin';
import { reviewText } from './review-text';
import { SpreadSample } from './spread-sample';
import type { Topology } from './topology';

type Sample = Plan['samples'][number];

/** Where argument and policy both set it, the lower one holds (RabbitMQ docs/parameters). */
function lengthMaxOf({ arguments: own, effectivePolicy }: Queue): number | null {
  const bounds = [own['x-max-length'], effectivePolicy['max-length']].filter((bound) => typeof bound === 'number');
  return bounds.length === 0 ? null : Math.min(...bounds);
}

/** About what a slow machine does; docs/PERFORMANCE.md has the figures. */
const plannedPerSecond = { atomic: 12_000, oneByOne: 4_000 };

/** Collects a plan message by message; what it keeps does not grow with bodies. */
export class PlanDraft {
  private messageCount = 0;
  private bytes = 0;
  private readonly origins: OriginMemo;
  /** By routing key, what the default exchange does with messages that name no further queues themselves. */
  private readonly byDefault = new Map<string, readonly string[]>();
  private readonly countByQueue = new Map<string, number>();
  private readonly excluded: { messageId: string; reason: string }[] = [];
  private readonly samples = new SpreadSample<Sample>(operationLimits.planSamplesMax);
  private readonly tally = {
    unroutableCount: 0,
    withoutOriginCount: 0,
    alreadyReplayedCount: 0,
    withExpirationCount: 0,
    withUserIdCount: 0,
    toSeveralQueuesCount: 0,
    excludedCount: 0,
  };

  constructor(
    private readonly id: string,
    private readonly request: PlanRequest,
    private readonly topology: Topology,
  ) {
    this.origins = new OriginMemo(request.queue);
  }

  /** What the ledger keeps of the message; null when it stays out of the operation. */
  add(message: BrowsedMessage, plannedAtMs: number): PlannedMessage | null {
    const after = this.edited(message);
    if (after === 'left out') return null;
    const { origin, text } = this.origins.of(message);
    const route = this.predict(message, origin);
    if (route === null) return null;
    if (!this.isFromOutside) this.count(origin);
    if (this.samples.takesNext()) this.samples.take(this.sampleOf(message, route, after));
    this.bytes += message.bodySizeBytes;
    return {
      position: this.messageCount++,
      messageId: message.id ?? String(message.position),
      exchange: route.exchange,
      routingKey: route.routingKey,
      origin: this.request.destination === null ? null : text,
      sizeBytes: message.bodySizeBytes,
      plannedAtMs,
    };
  }

  /** A message that stays out, counted and, within the bound, named. */
  leaveOut(messageId: string, reason: string): void {
    this.tally.excludedCount += 1;
    if (this.excluded.length < operationLimits.planExcludedMax) this.excluded.push({ messageId, reason });
  }

  finish(facts: { createdAtMs: number; expiresAtMs: number; capabilities: Connector['capabilities'] }): Plan {
    const targets: PlanTarget[] = [...this.countByQueue].map(([queue, messageCount]) => {
      const known = this.topology.queues.get(queue);
      const [readyCount, consumerCount] = [known?.readyCount ?? null, known?.consumerCount ?? null];
      return { queue, messageCount, readyCount, consumerCount, lengthMax: known === undefined ? null : lengthMaxOf(known) };
    });
    const perSecond = facts.capabilities.has('atomic-move') ? plannedPerSecond.atomic : plannedPerSecond.oneByOne;
    return {
      id: this.id,
      request: this.request,
      messageCount: this.messageCount,
      movableCount: this.messageCount - this.tally.unroutableCount,
      bytes: this.bytes,
      targets: targets.sort((a, b) => b.messageCount - a.messageCount),
      unroutableCount: this.tally.unroutableCount + this.tally.withoutOriginCount,
      alreadyReplayedCount: this.tally.alreadyReplayedCount,
      excluded: this.excluded,
      excludedCount: this.tally.excludedCount,
      expectedSeconds: this.messageCount / perSecond,
      warnings: warningsOf(this.request, targets, this.tally, facts.capabilities),
      samples: this.samples.taken,
      createdAtMs: facts.createdAtMs,
      expiresAtMs: facts.expiresAtMs,
    };
  }

  private get isFromOutside(): boolean {
    return comesFromOutside(this.request.kind);
  }

  private count({ replayCount, expiration, userId }: ReplayOrigin): void {
    this.tally.alreadyReplayedCount += replayCount > 0 ? 1 : 0;
    this.tally.withExpirationCount += expiration === null ? 0 : 1;
    this.tally.withUserIdCount += userId === null ? 0 : 1;
  }

  /** The edited message, null when nothing is edited. */
  private edited(message: BrowsedMessage): EditedMessage | null | 'left out' {
    if (this.request.edit === null) return null;
    const result = editMessage(message, this.request.edit);
    if (result.ok) return result.edited;
    this.leaveOut(message.id ?? '', result.reason);
    return 'left out';
  }

  /** Where it would go, counted; null when it carries no origin or no queue would take it: then it is left alone. */
  private predict(
    message: BrowsedMessage,
    origin: ReplayOrigin,
  ): { exchange: string; routingKey: string; queues: readonly string[] } | null {
    const { destination, queue } = this.request;
    if (destination === null) return { exchange: message.exchange, routingKey: message.routingKey, queues: [] };
    const route = routeOf(message, queue, destination);
    if (route === null) {
      this.tally.withoutOriginCount += 1;
      return null;
    }
    const queues = this.queuesOf(route, message, origin);
    this.tally.unroutableCount += queues.length === 0 ? 1 : 0;
    this.tally.toSeveralQueuesCount += queues.length > 1 ? 1 : 0;
    for (const name of queues) this.countByQueue.set(name, (this.countByQueue.get(name) ?? 0) + 1);
    return { ...route, queues };
  }

  private queuesOf(route: { exchange: string; routingKey: string }, message: BrowsedMessage, origin: ReplayOrigin): readonly string[] {
    const isPlain = route.exchange === '' && !this.namesQueues(message);
    const known = isPlain ? this.byDefault.get(route.routingKey) : undefined;
    if (known !== undefined) return known;
    const queues = this.topology.simulator.route({ ...route, headers: this.headersOnTheWay(message, origin) })?.queues ?? [];
    if (isPlain && this.byDefault.size < this.topology.queues.size) this.byDefault.set(route.routingKey, queues);
    return queues;
  }

  /** By CC or BCC, its own or an edit's. */
  private namesQueues({ properties }: BrowsedMessage): boolean {
    const edited = this.request.edit?.setHeaders ?? [];
    return [...(properties.headers ?? []), ...edited].some(({ key }) => key === 'CC' || key === 'BCC');
  }

  /** Bindings to headers exchanges see what is sent: without the broker's marks, with the edit's and the replay's. */
  private headersOnTheWay({ properties }: BrowsedMessage, origin: ReplayOrigin): TypedTable {
    const { edit } = this.request;
    if (this.isFromOutside) return properties.headers ?? [];
    const set = [...(edit?.setHeaders ?? []), ...replayHeaders(this.id, this.messageCount, origin)];
    const changed = new Set<string>([...headersTakenOff, ...(edit?.removeHeaders ?? []), ...set.map(({ key }) => key)]);
    return [...(properties.headers ?? []).filter(({ key }) => !changed.has(key)), ...set];
  }

  private sampleOf(
    message: BrowsedMessage,
    route: { exchange: string; routingKey: string; queues: readonly string[] },
    after: EditedMessage | null,
  ): Sample {
    const texts = after === null ? { before: null, after: null } : { before: reviewText(message), after: reviewText(after) };
    return { messageId: message.id ?? '', ...route, ...texts };
  }
}
