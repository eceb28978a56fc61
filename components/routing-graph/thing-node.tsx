'use client';

import { Handle, type NodeProps, Position } from '@xyflow/react';
import { CircleAlert, Layers, Split } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { middleCut } from '@/components/ui/middle-cut';
import type { GraphNode } from '@/lib/model/graph';
import { formatCount, formatCountShort, formatRate, RATE_UNIT } from '@/lib/model/quantity';
import type { ThingNode } from './flow-elements';

const characterCountMax = 24;

/** One exchange or queue in the picture: what it is, its name, and the figure one watches. */
export const ThingNodeView = memo(function ThingNodeView({ data, selected }: NodeProps<ThingNode>) {
  const { node, isDimmed, isCentre, canBind } = data;
  const isMissing = node.kind === 'missing-exchange';
  const Icon = isMissing ? CircleAlert : node.kind === 'queue' ? Layers : Split;
  return (
    <div
      title={node.name}
      className={classNames(
        'flex h-12 w-[216px] items-center gap-2 border px-2.5 text-ink',
        isCentre ? 'bg-accent-soft' : 'bg-surface',
        node.kind === 'queue' ? 'rounded-base' : 'rounded-large',
        isMissing ? 'border-danger border-dashed' : selected ? 'border-accent shadow-[0_0_0_1px_var(--accent)]' : 'border-line-strong',
        isDimmed && 'opacity-30',
      )}
    >
      <Handle type="target" position={Position.Left} isConnectable={canBind && !isMissing} className={handleClass(canBind && !isMissing)} />
      <Icon aria-hidden className={classNames('size-4 shrink-0', isMissing ? 'text-danger' : 'text-ink-faint')} />
      <div className="min-w-0 flex-1">
        <div className="truncate font-mono text-small">{middleCut(node.name, characterCountMax)}</div>
        <div className="flex gap-2 text-micro whitespace-nowrap text-ink-muted">
          <NodeFigures node={node} />
        </div>
      </div>
      {node.kind === 'exchange' ? (
        <Handle type="source" position={Position.Right} isConnectable={canBind} className={handleClass(canBind)} />
      ) : (
        // Dead letters leave a queue here, but nobody can draw them: they are an argument of the queue.
        <Handle type="source" position={Position.Right} isConnectable={false} className={handleClass(false)} />
      )}
    </div>
  );
});

const handleClass = (isVisible: boolean): string =>
  classNames('!size-2.5 !rounded-small !border !border-control-line !bg-surface', isVisible ? 'hover:!bg-accent' : '!opacity-0');

function NodeFigures({ node }: { node: GraphNode }) {
  if (node.kind === 'missing-exchange') return <span className="text-danger">doesn’t exist: messages are lost</span>;
  if (node.kind === 'exchange') {
    const rate = node.exchange.publishInRate;
    return (
      <>
        <span>{node.exchange.type}</span>
        {rate === null ? null : (
          <span className={rate > 0 ? 'text-published' : undefined}>
            {formatRate(rate)}
            {RATE_UNIT} in
          </span>
        )}
      </>
    );
  }
  const { readyCount, consumerCount } = node.queue;
  return (
    <>
      <span className={readyCount ? 'font-medium text-ready' : undefined} title={readyCount === null ? undefined : formatCount(readyCount)}>
        {formatCountShort(readyCount)} ready
      </span>
      <span>
        {consumerCount === 0 ? 'no consumer' : `${formatCountShort(consumerCount)} ${consumerCount === 1 ? 'consumer' : 'consumers'}`}
      </span>
    </>
  );
}
