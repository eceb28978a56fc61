'use client';

import { Crosshair, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Facts } from '@/components/ui/facts';
import { IconButton } from '@/components/ui/icon-button';
import { MonoName } from '@/components/ui/mono-name';
import { Section } from '@/components/ui/section';
import type { GraphEdge, GraphNode } from '@/lib/model/graph';
import { exchangePath, queuePath } from '@/lib/model/page-path';
import { formatCount, formatRate, RATE_UNIT } from '@/lib/model/quantity';
import type { Binding } from '@/lib/model/resources';
import { BindingList } from './binding-list';
import { edgeSentence } from './flow-elements';
import type { Topology } from './use-graph';

export type SelectionPanelProps = {
  readonly broker: string;
  readonly topology: Topology;
  readonly selected: string;
  readonly whyNotBind: string | null;
  readonly onBind: (node: GraphNode) => void;
  readonly onUnbind: (binding: Binding) => void;
  readonly onFocus: (node: GraphNode) => void;
  readonly onClose: () => void;
};

/** What is selected in the picture: its figures, its bindings, and what can be done. */
export function SelectionPanel(props: SelectionPanelProps) {
  const node = props.topology.graph.nodes.find((each) => each.id === props.selected);
  const edge = props.topology.graph.edges.find((each) => each.id === props.selected);
  if (node !== undefined) return <NodePanel node={node} {...props} />;
  return edge === undefined ? null : <EdgePanel edge={edge} {...props} />;
}

function Panel({ title, onClose, children }: { title: ReactNode; onClose: () => void; children: ReactNode }) {
  return (
    <aside
      aria-label="Selected"
      className="flex w-[320px] shrink-0 flex-col gap-4 overflow-y-auto border-l bg-surface p-4 max-md:w-full max-md:border-t max-md:border-l-0"
    >
      <div className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1 font-semibold">{title}</h2>
        <IconButton size="small" label="Close" icon={X} onClick={onClose} />
      </div>
      {children}
    </aside>
  );
}

function NodePanel({ node, broker, topology, whyNotBind, onBind, onUnbind, onFocus, onClose }: SelectionPanelProps & { node: GraphNode }) {
  const { virtualHost } = topology;
  const isQueue = node.kind === 'queue';
  const own = topology.bindings.filter((binding) => binding.virtualHost === virtualHost && binding.source !== '');
  const into = own.filter((binding) => binding.destination === node.name && (binding.destinationType === 'queue') === isQueue);
  const outOf = isQueue ? [] : own.filter((binding) => binding.source === node.name);
  const place = { virtualHost, name: node.name };
  return (
    <Panel title={<MonoName name={node.name} isCopyable />} onClose={onClose}>
      {node.kind === 'missing-exchange' ? (
        <p>This exchange is named by an argument or a policy, but it doesn’t exist. What is sent to it is dropped without a word.</p>
      ) : (
        <>
          <div className="flex flex-wrap gap-2">
            <ButtonLink size="small" href={isQueue ? queuePath(broker, place) : exchangePath(broker, place)}>
              {isQueue ? 'Open the queue' : 'Open the exchange'}
            </ButtonLink>
            <Button size="small" icon={Crosshair} onClick={() => onFocus(node)}>
              Only what is near
            </Button>
            <Button size="small" icon={Plus} disabledReason={whyNotBind} onClick={() => onBind(node)}>
              Binding
            </Button>
          </div>
          <NodeFacts node={node} />
        </>
      )}
      <Section title={`Bindings in · ${formatCount(into.length)}`}>
        <BindingList bindings={into} whyNotUnbind={whyNotBind} onUnbind={onUnbind} isDestinationShown={false} />
      </Section>
      {isQueue ? null : (
        <Section title={`Bindings out · ${formatCount(outOf.length)}`}>
          <BindingList bindings={outOf} whyNotUnbind={whyNotBind} onUnbind={onUnbind} isDestinationShown />
        </Section>
      )}
    </Panel>
  );
}

function NodeFacts({ node }: { node: GraphNode }) {
  if (node.kind === 'queue') {
    const { queue } = node;
    return (
      <Facts
        facts={[
          { key: 'ready', label: 'Ready', value: formatCount(queue.readyCount) },
          { key: 'unacknowledged', label: 'Unacknowledged', value: formatCount(queue.unacknowledgedCount) },
          { key: 'consumers', label: 'Consumers', value: formatCount(queue.consumerCount) },
          { key: 'in', label: 'In', value: `${formatRate(queue.rates.publish)} ${RATE_UNIT}` },
          { key: 'out', label: 'Out', value: `${formatRate(queue.rates.deliver)} ${RATE_UNIT}` },
          { key: 'type', label: 'Type', value: queue.type },
        ]}
      />
    );
  }
  if (node.kind !== 'exchange') return null;
  const { exchange } = node;
  return (
    <Facts
      facts={[
        { key: 'type', label: 'Type', value: exchange.type },
        { key: 'in', label: 'In', value: `${formatRate(exchange.publishInRate)} ${RATE_UNIT}` },
        { key: 'out', label: 'Out', value: `${formatRate(exchange.publishOutRate)} ${RATE_UNIT}` },
        { key: 'durable', label: 'Durable', value: exchange.isDurable ? 'yes' : 'no' },
      ]}
    />
  );
}

function EdgePanel({ edge, topology, whyNotBind, onUnbind, onClose }: SelectionPanelProps & { edge: GraphEdge }) {
  const nameOf = (id: string) => topology.graph.nodes.find((node) => node.id === id)?.name ?? '';
  const from = nameOf(edge.from);
  const to = nameOf(edge.to);
  return (
    <Panel
      title={
        <span className="font-mono break-all">
          {from} → {to}
        </span>
      }
      onClose={onClose}
    >
      <p className="break-words">{edgeSentence(edge, from, to)}.</p>
      {edge.kind === 'binding' ? (
        <Section title={`Bindings · ${formatCount(edge.bindings.length)}`}>
          <BindingList bindings={edge.bindings} whyNotUnbind={whyNotBind} onUnbind={onUnbind} isDestinationShown={false} />
        </Section>
      ) : (
        <p className="text-ink-muted">
          {edge.kind === 'dead-letter'
            ? 'Set by the queue’s x-dead-letter-exchange or its policy; change it there.'
            : 'Set by the exchange’s alternate-exchange or its policy; change it there.'}
        </p>
      )}
    </Panel>
  );
}
