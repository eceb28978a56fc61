'use client';

import { BaseEdge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo } from 'react';
import { edgeColour, edgeLabel, type RouteEdge } from './flow-elements';

const characterWidthPx = 6.6;
/** Room for the arrow or the handle. */
const labelGapPx = 18;
const dashes = { binding: undefined, 'dead-letter': '6 4', alternate: '2 4' } as const;

/** A binding is a line, dead letters are dashed, the way to an alternate exchange is dotted; the key stands on it. */
export const RouteEdgeView = memo(function RouteEdgeView(props: EdgeProps<RouteEdge>) {
  const { data, selected, markerEnd } = props;
  const [path, middleX, middleY] = getBezierPath(props);
  if (data === undefined) return null;
  const { edge, isOnPath, isDimmed, rate, labelPlace } = data;
  // Dead letters mostly keep their queue's name as key: on every dashed line it would only hide the lines.
  const isNamed = edge.kind !== 'dead-letter' || selected === true || isOnPath;
  const label = isNamed ? edgeLabel(edge, rate) : '';
  const reach = (label.length * characterWidthPx) / 2 + labelGapPx;
  const labelX = labelPlace === 'target' ? props.targetX - reach : labelPlace === 'source' ? props.sourceX + reach : middleX;
  const labelY = labelPlace === 'target' ? props.targetY : labelPlace === 'source' ? props.sourceY : middleY;
  const colour = selected ? 'var(--accent)' : edgeColour(edge, isOnPath);
  return (
    <g opacity={isDimmed ? 0.25 : 1}>
      <BaseEdge
        id={props.id}
        path={path}
        {...(markerEnd ? { markerEnd } : {})}
        interactionWidth={14}
        style={{ stroke: colour, strokeWidth: isOnPath || selected ? 2 : 1.25, strokeDasharray: dashes[edge.kind] }}
        labelX={labelX}
        labelY={labelY}
        label={label === '' ? undefined : label}
        labelShowBg
        labelBgPadding={[4, 2]}
        labelBgBorderRadius={3}
        labelBgStyle={{ fill: 'var(--canvas)' }}
        labelStyle={{
          fill: edge.kind === 'dead-letter' && !isOnPath ? 'var(--dead-lettered)' : 'var(--ink-muted)',
          fontSize: 11,
          fontFamily: '"JetBrains Mono Variable", monospace',
        }}
      />
    </g>
  );
});
