import type { Topology } from '@/components/routing-graph/use-graph';
import { MonoName } from '@/components/ui/mono-name';
import { mapDeadLetters } from '@/lib/model/dead-letter-targets';
import { queuePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';

/** What matters about the routing: how much there is, and whether anything gets lost on its way. */
export function RoutingSentence({ broker, topology }: { broker: string; topology: Topology }) {
  const { nodes, edges } = topology.graph;
  const exchanges = nodes.filter((node) => node.kind === 'exchange').length;
  const queues = nodes.filter((node) => node.kind === 'queue').length;
  const bindings = edges.reduce((count, edge) => count + edge.bindings.length, 0);
  const size = `${formatCounted(exchanges, 'exchange')}, ${formatCounted(queues, 'queue')}, ${formatCounted(bindings, 'binding')}.`;
  const lost = mapDeadLetters(topology).lost.filter((one) => one.queue.virtualHost === topology.virtualHost);
  const first = lost[0]?.queue;
  if (first === undefined) return size;
  return (
    <>
      {size} Dead letters of {formatCounted(lost.length, 'queue')} go nowhere: see{' '}
      <MonoName name={first.name} href={queuePath(broker, first, { tab: 'routing' })} />
    </>
  );
}
