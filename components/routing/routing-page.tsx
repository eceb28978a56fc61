'use client';

import { useMemo, useState } from 'react';
import type { BindStart } from '@/components/routing-graph/bind-dialog';
import { BindingDialogs } from '@/components/routing-graph/binding-dialogs';
import { Drawing } from '@/components/routing-graph/drawing';
import { RoutesTable } from '@/components/routing-graph/routes-table';
import { RoutingGraph } from '@/components/routing-graph/routing-graph';
import { useTopology } from '@/components/routing-graph/use-graph';
import { PageHeader } from '@/components/ui/page-header';
import { pathOf } from '@/lib/model/graph';
import { useVirtualHosts } from '@/lib/queries/policies';
import { useRoutePreview } from '@/lib/queries/publish';
import { useWhyNot } from '@/lib/queries/session';
import { RouteTester } from './route-tester';
import { useRoutingParams } from './routing-params';
import { RoutingSentence } from './routing-sentence';
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
      <PageHeader title="Routing" sentence={topology ? <RoutingSentence broker={broker} topology={topology} /> : 'Loading the bindings.'} />
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
        <div className="flex-1 border-t">
          <Drawing />
        </div>
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
