'use client';

import { useRouter } from 'next/navigation';
import { Skeleton } from '@/components/ui/skeleton';
import { exchangeNodeId, queueNodeId } from '@/lib/model/graph';
import { pagePath } from '@/lib/model/page-path';
import { RoutingGraph } from './routing-graph';
import { useTopology } from './use-graph';

/**
 * The part of the graph around one queue or exchange, for its Routing tab. It fills its parent, which must have a height.
 *   <NearRoutes broker={broker} virtualHost={virtualHost} kind="queue" name={name} />
 */
export function NearRoutes({
  broker,
  virtualHost,
  kind,
  name,
}: {
  broker: string;
  virtualHost: string;
  kind: 'queue' | 'exchange';
  name: string;
}) {
  const topology = useTopology(broker, virtualHost);
  const router = useRouter();
  if (topology === undefined) return <Skeleton className="m-4 h-[320px]" />;
  const centre = (kind === 'queue' ? queueNodeId : exchangeNodeId)(virtualHost, name);
  return (
    <RoutingGraph
      broker={broker}
      topology={topology}
      focus={[centre]}
      hops={2}
      onFocus={(node) => router.push(pagePath([broker, 'routing'], { vhost: virtualHost, focus: node.id }))}
    />
  );
}
