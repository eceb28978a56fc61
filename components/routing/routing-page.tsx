'use client';

import { useMemo, useState } from 'react';
import type { BindStart } from '@/components/routing-graph/bind-dialog';
import { BindingDialogs } from '@/components/routing-graph/binding-dialogs';
import { RoutesTable } from '@/components/routing-graph/routes-table';
import { RoutingGraph } from '@/components/routing-graph/routing-graph';
import { type Topology, useTopology } from '@/components/routing-graph/use-graph';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { mapDeadLetters } from '@/lib/model/dead-letter-targets';
import { pathOf } from '@/lib/model/graph';
import { formatCounted } from '@/lib/model/quantity';
import { useVirtualHosts } from '@/lib/queries/policies';
import { useRoutePreview } from '@/lib/queries/publish';
import { useWhyNot } from '@/lib/queries/session';
import { RouteTester } from './route-tester';
import { useRoutingParams } from './routing-params';
import { RoutingToolbar } from './routing-toolbar';

const noHeaders = [] as const;
const anyBinding: BindStart = { source: '', destination: '', destinationType: 'queue' };

/** How messages travel through one virtual host, live; where one would go; and the bindings, changed in place. */
export function RoutingPage({ broker }: { broker: string }) {
  const [params, setParams] = useRoutingParams();
  const hosts = useVirtualHosts(broker).data?.map((host) => host.name) ?? [];
  const virtualHost = params.vhost ?? (hosts.includes('/') ? '/' : (hosts[0] ?? '/'));
  const topology = useTopology(broker, virtualHost);
  const [binding, setBinding] = useState<BindStart | null>(null);
  const whyNotBind = useWhyNot('binding.manage');
  const isTesting = params.view === 'graph' && params.test !== null;
  const question =
    isTesting && params.test !== '' ? { virtualHost, exchange: params.test ?? '', routingKey: params.key, headers: noHeaders } : null;
  const answer = useRoutePreview(broker, question, topology?.bindings.length ?? 0);
  const preview = question === null ? undefined : answer.data;
  const path = useMemo(
    () => (preview === undefined ? null : pathOf(virtualHost, params.test ?? '', preview)),
    [preview, virtualHost, params.test],
  );
  const focused = topology?.graph.nodes.find((node) => node.id === params.focus);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Routing" sentence={topology ? routingSentence(topology) : 'Loading the bindings.'} />
      <RoutingToolbar
        params={params}
        setParams={setParams}
        virtualHosts={hosts}
        virtualHost={virtualHost}
        focusName={focused?.name ?? null}
        whyNotBind={whyNotBind}
        onBind={() => setBinding(anyBinding)}
      />
      {isTesting ? (
        <RouteTester
          broker={broker}
          virtualHost={virtualHost}
          exchangeNames={
            topology?.exchanges.filter((each) => each.virtualHost === virtualHost && each.name !== '').map((each) => each.name) ?? []
          }
          test={{ exchange: params.test ?? '', routingKey: params.key }}
          preview={preview}
          error={question === null ? null : answer.error}
          onChange={(test) => void setParams({ test: test.exchange, key: test.routingKey || null })}
        />
      ) : null}
      {params.view === 'table' ? (
        <RoutesTable broker={broker} topology={topology} />
      ) : topology === undefined ? (
        <Skeleton className="m-4 min-h-[320px] flex-1" />
      ) : (
        <div className="flex min-h-0 flex-1 border-t">
          <RoutingGraph
            broker={broker}
            topology={topology}
            filter={params.find}
            {...(focused ? { focus: [focused.id] } : {})}
            hops={params.hops}
            onFocus={(node) => void setParams({ focus: node.id })}
            onClear={() => void setParams({ find: null, focus: null })}
            path={path}
          />
        </div>
      )}
      {topology ? (
        <BindingDialogs
          broker={broker}
          topology={topology}
          binding={binding}
          unbinding={null}
          onBind={setBinding}
          onUnbind={() => undefined}
        />
      ) : null}
    </div>
  );
}

/** What matters about the routing: whether anything gets lost on its way. */
function routingSentence(topology: Topology): string {
  const exchanges = topology.graph.nodes.filter((node) => node.kind === 'exchange').length;
  const queues = topology.graph.nodes.filter((node) => node.kind === 'queue').length;
  const bindings = topology.graph.edges.reduce((count, edge) => count + edge.bindings.length, 0);
  const size = `${formatCounted(exchanges, 'exchange')}, ${formatCounted(queues, 'queue')}, ${formatCounted(bindings, 'binding')}.`;
  const lost = mapDeadLetters(topology).lost.filter((one) => one.queue.virtualHost === topology.virtualHost);
  if (lost.length === 0) return size;
  return `${size} Dead letters of ${formatCounted(lost.length, 'queue')} go nowhere: see ${lost[0]?.queue.name ?? ''}.`;
}
