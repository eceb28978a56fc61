import { deadLetterRouteOf } from './graph';
import type { Binding, Exchange, Queue } from './resources';
import { DirectMatcher } from './routing/direct-matcher';
import { noHeaders } from './routing/message-headers';
import { TopicMatcher } from './routing/topic-matcher';

/** One queue whose dead letters arrive here, and how. */
export type DeadLetterSource = {
  readonly queue: Queue;
  readonly exchange: string;
  /** The fixed key, or null when each message keeps its own. */
  readonly routingKey: string | null;
  /** `always`: whatever dies there comes here; `depends`: on the message's own routing key or headers. */
  readonly certainty: 'always' | 'depends';
};

/** A queue that takes dead letters of others. */
export type DeadLetterTarget = { readonly queue: Queue; readonly sources: readonly DeadLetterSource[] };

/** A queue whose dead letters go nowhere although somebody meant to keep them. */
export type LostDeadLetters = { readonly queue: Queue; readonly exchange: string; readonly why: 'missing-exchange' | 'nothing-bound' };

export type DeadLetterMap = { readonly targets: readonly DeadLetterTarget[]; readonly lost: readonly LostDeadLetters[] };

type Topology = { readonly queues: readonly Queue[]; readonly exchanges: readonly Exchange[]; readonly bindings: readonly Binding[] };

const at = (virtualHost: string, name: string): string => JSON.stringify([virtualHost, name]);

/** Which queues are dead-letter targets under the arguments, policies and bindings of now; most messages first. */
export function mapDeadLetters(topology: Topology): DeadLetterMap {
  const queues = new Map(topology.queues.map((queue) => [at(queue.virtualHost, queue.name), queue]));
  const walk = new Walk(topology);
  const sources = new Map<string, DeadLetterSource[]>();
  const lost: LostDeadLetters[] = [];
  for (const queue of topology.queues) {
    const route = deadLetterRouteOf(queue);
    if (route === null) continue;
    const { exchange, routingKey } = route;
    if (exchange !== '' && !walk.has(queue.virtualHost, exchange)) {
      lost.push({ queue, exchange, why: 'missing-exchange' });
      continue;
    }
    const reached = exchange === '' ? defaultExchange(queue, routingKey, queues) : walk.from(queue.virtualHost, exchange, routingKey);
    if (reached.size === 0 && !(exchange === '' && routingKey === null)) lost.push({ queue, exchange, why: 'nothing-bound' });
    for (const [name, certainty] of reached) {
      const key = at(queue.virtualHost, name);
      const list = sources.get(key) ?? [];
      if (list.length === 0) sources.set(key, list);
      list.push({ queue, exchange, routingKey, certainty });
    }
  }
  const targets = [...sources].flatMap(([key, from]) => {
    const queue = queues.get(key);
    return queue === undefined ? [] : [{ queue, sources: from }];
  });
  targets.sort((a, b) => (b.queue.totalCount ?? 0) - (a.queue.totalCount ?? 0) || a.queue.name.localeCompare(b.queue.name));
  return { targets, lost };
}

type Reached = ReadonlyMap<string, DeadLetterSource['certainty']>;

function defaultExchange(queue: Queue, routingKey: string | null, queues: ReadonlyMap<string, Queue>): Reached {
  if (routingKey === null || !queues.has(at(queue.virtualHost, routingKey))) return new Map();
  return new Map([[routingKey, 'always']]);
}

/** Follows bindings from a dead-letter exchange to queues, over exchange-to-exchange bindings too. */
class Walk {
  readonly #exchanges: ReadonlyMap<string, Exchange>;
  readonly #bindings = new Map<string, Binding[]>();
  /** Thousands of queues share one dead-letter exchange and key: each pair is walked once. */
  readonly #walked = new Map<string, Reached>();

  constructor(topology: Topology) {
    this.#exchanges = new Map(topology.exchanges.map((exchange) => [at(exchange.virtualHost, exchange.name), exchange]));
    for (const binding of topology.bindings) {
      const key = at(binding.virtualHost, binding.source);
      const list = this.#bindings.get(key);
      if (list === undefined) this.#bindings.set(key, [binding]);
      else list.push(binding);
    }
  }

  has(virtualHost: string, exchange: string): boolean {
    return this.#exchanges.has(at(virtualHost, exchange));
  }

  from(virtualHost: string, exchange: string, routingKey: string | null): Reached {
    const key = JSON.stringify([virtualHost, exchange, routingKey]);
    const known = this.#walked.get(key) ?? this.#walk(virtualHost, exchange, routingKey);
    this.#walked.set(key, known);
    return known;
  }

  #walk(virtualHost: string, start: string, routingKey: string | null): Reached {
    const reached = new Map<string, DeadLetterSource['certainty']>();
    const seen = new Set<string>();
    const pending: { name: string; certainty: DeadLetterSource['certainty'] }[] = [{ name: start, certainty: 'always' }];
    for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
      const visit = `${step.certainty} ${step.name}`;
      if (seen.has(visit)) continue;
      seen.add(visit);
      for (const { binding, isSure } of this.#matching(virtualHost, step.name, routingKey)) {
        const certainty = isSure ? step.certainty : 'depends';
        if (binding.destinationType === 'exchange') pending.push({ name: binding.destination, certainty });
        else if (reached.get(binding.destination) !== 'always') reached.set(binding.destination, certainty);
      }
    }
    return reached;
  }

  #matching(virtualHost: string, exchange: string, routingKey: string | null): readonly { binding: Binding; isSure: boolean }[] {
    const bindings = this.#bindings.get(at(virtualHost, exchange)) ?? [];
    const type = this.#exchanges.get(at(virtualHost, exchange))?.type ?? '';
    if (type === 'fanout') return bindings.map((binding) => ({ binding, isSure: true }));
    if (type !== 'direct' && type !== 'topic') return bindings.map((binding) => ({ binding, isSure: false }));
    if (routingKey === null) return bindings.map((binding) => ({ binding, isSure: type === 'topic' && binding.routingKey === '#' }));
    const matcher = type === 'direct' ? new DirectMatcher<Entry>() : new TopicMatcher<Entry>();
    for (const binding of bindings) matcher.add({ routingKey: binding.routingKey, arguments: [], binding });
    const found: Entry[] = [];
    matcher.collect(routingKey, noHeaders, found);
    return found.map(({ binding }) => ({ binding, isSure: true }));
  }
}

type Entry = { readonly routingKey: string; readonly arguments: readonly never[]; readonly binding: Binding };
