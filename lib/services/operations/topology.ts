import { createHash } from 'node:crypto';
import type { BrokerSnapshot } from '../../model/live';
import type { Queue } from '../../model/resources';
import { RouteSimulator } from '../../model/routing';

/** One virtual host as a plan needs it. */
export type Topology = {
  readonly simulator: RouteSimulator;
  readonly queues: ReadonlyMap<string, Queue>;
  /** Equal for equal routing: exchanges, bindings, queues and what decides about dead letters. */
  readonly fingerprint: string;
};

export function topologyOf(snapshot: BrokerSnapshot, virtualHost: string): Topology {
  const here = <Row extends { virtualHost: string }>(rows: readonly Row[]): Row[] => rows.filter((row) => row.virtualHost === virtualHost);
  const exchanges = here(snapshot.exchanges);
  const bindings = here(snapshot.bindings);
  const queues = here(snapshot.queues);
  const facts = [
    exchanges.map((exchange) => [exchange.name, exchange.type, exchange.arguments]),
    bindings.map((binding) => [binding.source, binding.destinationType, binding.destination, binding.routingKey, binding.arguments]),
    // Server-named queues of clients come and go all the time and are nobody's destination.
    queues.filter((queue) => !queue.isExclusive).map((queue) => [queue.name, queue.arguments, queue.effectivePolicy]),
  ].map((rows) => rows.map((row) => JSON.stringify(row)).sort());
  return {
    simulator: new RouteSimulator({ exchanges, bindings, queues: queues.map((queue) => queue.name) }),
    queues: new Map(queues.map((queue) => [queue.name, queue])),
    fingerprint: createHash('sha256').update(JSON.stringify(facts)).digest('base64url'),
  };
}
