'use client';

import { Waypoints } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useThrottled } from '@/components/ui/throttled';
import { bestConnectedPart, filterGraph, type GraphNode, neighbourhood, type RoutePath } from '@/lib/model/graph';
import type { Binding } from '@/lib/model/resources';
import { useWhyNot } from '@/lib/queries/session';
import type { BindStart } from './bind-dialog';
import { BindingDialogs } from './binding-dialogs';
import { Drawing } from './drawing';
import { GraphLegend } from './graph-legend';
import { SelectionPanel } from './selection-panel';
import type { Topology } from './use-graph';

const GraphCanvas = dynamic(() => import('./graph-canvas'), { ssr: false, loading: () => <Drawing /> });

/** More boxes than this at once are neither drawn fast nor read. */
const nodesShownMax = 300;
/** Figures on the picture move at a reader's pace. */
const graphIntervalMs = 1_000;

export type RoutingGraphProps = {
  readonly broker: string;
  readonly topology: Topology;
  /** Only what is found by this text, with its neighbours. */
  readonly filter?: string;
  /** Only what is within `hops` of these nodes. */
  readonly focus?: readonly string[];
  readonly hops?: number;
  readonly onFocus: (node: GraphNode) => void;
  readonly onClear?: () => void;
  /** The way of a tested message. */
  readonly path?: RoutePath | null;
};

/**
 * Exchanges, queues and how messages travel between them. It fills its parent, which must have a height.
 * Bindings are added by dragging from an exchange's right edge or with a form, and removed from the panel of what is selected.
 */
export function RoutingGraph({ broker, topology, filter = '', focus, hops = 2, onFocus, onClear, path = null }: RoutingGraphProps) {
  const [selected, setSelected] = useState<string | null>(null);
  const [binding, setBinding] = useState<BindStart | null>(null);
  const [unbinding, setUnbinding] = useState<Binding | null>(null);
  const whyNotBind = useWhyNot('binding.manage');
  const whole = useThrottled(topology.graph, graphIntervalMs);
  const centreNames = focus?.join('\n') ?? '';
  const centre = useMemo(() => new Set(centreNames === '' ? [] : centreNames.split('\n')), [centreNames]);
  const found = useMemo(
    () => filterGraph(centre.size === 0 ? whole : neighbourhood(whole, centre, hops), filter),
    [whole, centre, hops, filter],
  );
  const graph = useMemo(() => bestConnectedPart(found, nodesShownMax), [found]);
  const hiddenCount = found.nodes.length - graph.nodes.length;
  const names = new Map(whole.nodes.map((node) => [node.id, node]));

  const startAt = (node: GraphNode | undefined): BindStart =>
    node?.kind === 'queue'
      ? { source: '', destination: node.name, destinationType: 'queue' }
      : { source: node?.name ?? '', destination: '', destinationType: 'queue' };
  const drag = (from: string, to: string) => {
    const destination = names.get(to);
    if (destination === undefined || destination.kind === 'missing-exchange') return;
    setBinding({ source: names.get(from)?.name ?? '', destination: destination.name, destinationType: destination.kind });
  };

  if (graph.nodes.length === 0) return <NothingToDraw isFiltered={whole.nodes.length > 0} onClear={onClear} />;
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <div className="relative min-h-[280px] min-w-0 flex-1">
        <GraphCanvas
          graph={graph}
          selected={selected}
          centre={centre}
          onSelect={setSelected}
          path={path}
          onBind={whyNotBind === null ? drag : null}
        />
        <GraphLegend hiddenCount={hiddenCount} />
      </div>
      {selected === null ? null : (
        <SelectionPanel
          broker={broker}
          topology={topology}
          selected={selected}
          whyNotBind={whyNotBind}
          onBind={(node) => setBinding(startAt(node))}
          onUnbind={setUnbinding}
          onFocus={onFocus}
          onClose={() => setSelected(null)}
        />
      )}
      <BindingDialogs
        broker={broker}
        topology={topology}
        binding={binding}
        unbinding={unbinding}
        onBind={setBinding}
        onUnbind={setUnbinding}
      />
    </div>
  );
}

function NothingToDraw({ isFiltered, onClear }: { isFiltered: boolean; onClear: (() => void) | undefined }) {
  if (isFiltered)
    return (
      <EmptyState icon={Waypoints} title="Nothing matches" action={onClear ? <Button onClick={onClear}>Show everything</Button> : null}>
        No exchange, queue or routing key of this virtual host fits the filter.
      </EmptyState>
    );
  return (
    <EmptyState icon={Waypoints} title="Nothing to route yet">
      Exchanges and queues appear here with the bindings between them as soon as a client declares some.
    </EmptyState>
  );
}
