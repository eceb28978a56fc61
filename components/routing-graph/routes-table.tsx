'use client';

import { Unlink } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Column, Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { MeaningMark } from '@/components/ui/meaning';
import { edgeRates, type Graph, type GraphEdge } from '@/lib/model/graph';
import { formatRate } from '@/lib/model/quantity';
import type { Binding } from '@/lib/model/resources';
import { useWhyNot } from '@/lib/queries/session';
import { BindingDialogs } from './binding-dialogs';
import { argumentsText } from './binding-list';
import type { Topology } from './use-graph';

/** One way a message can take: a binding, or the way of dead letters or of what can't be routed. */
type Route = {
  readonly id: string;
  readonly kind: GraphEdge['kind'];
  readonly from: string;
  readonly to: string;
  readonly toKind: string;
  readonly key: string;
  readonly arguments: string;
  readonly perSecond: number | null;
  readonly binding: Binding | null;
};

const words: Record<GraphEdge['kind'], string> = { binding: 'binding', 'dead-letter': 'dead letters', alternate: 'unroutable' };

const columns: readonly Column<Route>[] = [
  {
    id: 'from',
    header: 'From',
    width: 160,
    grow: 2,
    isMono: true,
    isName: true,
    priority: 1,
    filter: 'text',
    value: (route) => route.from,
  },
  {
    id: 'key',
    header: 'Routing key',
    term: 'routing key',
    width: 140,
    grow: 1,
    isMono: true,
    isName: true,
    priority: 2,
    filter: 'text',
    value: (route) => route.key || null,
  },
  { id: 'to', header: 'To', width: 160, grow: 2, isMono: true, isName: true, priority: 1, filter: 'text', value: (route) => route.to },
  { id: 'to-kind', header: 'Kind of end', width: 96, priority: 3, value: (route) => route.toKind },
  {
    id: 'kind',
    header: 'Way of',
    width: 120,
    priority: 3,
    filter: 'choice',
    value: (route) => words[route.kind],
    cell: (route) => (
      <span className="flex items-center gap-1.5">
        {route.kind === 'dead-letter' ? <MeaningMark meaning="dead-lettered" /> : null}
        {route.kind === 'alternate' ? <MeaningMark meaning="unroutable" /> : null}
        {words[route.kind]}
      </span>
    ),
  },
  { id: 'arguments', header: 'Arguments', width: 140, grow: 1, isMono: true, priority: 3, value: (route) => route.arguments || null },
  {
    id: 'rate',
    header: 'Messages/s',
    width: 92,
    align: 'end',
    priority: 3,
    value: (route) => route.perSecond,
    cell: (route) => formatRate(route.perSecond),
  },
];

const defaultSort: Sort = { column: 'from', direction: 'ascending' };
const routeId = (route: Route): string => route.id;

function routesOf(graph: Graph): readonly Route[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const rates = edgeRates(graph);
  return graph.edges.flatMap((edge): Route[] => {
    const to = nodes.get(edge.to);
    const base = {
      kind: edge.kind,
      from: nodes.get(edge.from)?.name ?? '',
      to: to?.name ?? '',
      toKind: to?.kind === 'queue' ? 'queue' : to?.kind === 'exchange' ? 'exchange' : 'missing',
      perSecond: rates.get(edge.id) ?? null,
    };
    if (edge.kind !== 'binding') return [{ ...base, id: edge.id, key: edge.routingKey ?? '', arguments: '', binding: null }];
    return edge.bindings.map((binding) => ({
      ...base,
      id: `${edge.id} ${binding.propertiesKey}`,
      key: binding.routingKey,
      arguments: argumentsText(binding),
      binding,
    }));
  });
}

/** The same as the picture, for keyboards, screen readers and thousands of bindings. */
export function RoutesTable({ broker, topology }: { broker: string; topology: Topology | undefined }) {
  const graph = topology?.graph;
  const routes = useMemo(() => (graph === undefined ? undefined : routesOf(graph)), [graph]);
  const [unbinding, setUnbinding] = useState<Binding | null>(null);
  const whyNotBind = useWhyNot('binding.manage');
  return (
    <>
      <DataTable
        id="routes"
        label="Routes"
        rows={routes}
        rowKey={routeId}
        columns={columns}
        defaultSort={defaultSort}
        searchPlaceholder="Filter by name or key"
        rowMenu={({ binding }) => [
          {
            label: 'Remove the binding…',
            icon: Unlink,
            isDanger: true,
            disabledReason: whyNotBind ?? (binding === null ? 'This way is set by an argument or a policy, not by a binding.' : null),
            onSelect: () => setUnbinding(binding),
          },
        ]}
        empty={
          <EmptyState icon={Unlink} title="No routes yet">
            No queue of this virtual host is bound to an exchange. Each can still be reached by its name through the default exchange.
          </EmptyState>
        }
      />
      {topology ? (
        <BindingDialogs
          broker={broker}
          topology={topology}
          binding={null}
          unbinding={unbinding}
          onBind={() => undefined}
          onUnbind={setUnbinding}
        />
      ) : null}
    </>
  );
}
