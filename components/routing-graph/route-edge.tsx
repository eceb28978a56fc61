'use client';

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { edgeColour, edgeLabel, type RouteEdge } from './flow-elements';

/** Room for the arrow or the handle. */
const labelGapPx = 16;
const dashes = { binding: undefined, 'dead-letter': '6 4', alternate: '2 4' } as const;
/** How a label lies at its point: it ends there, begins there, or has it in its middle. */
const anchors = { target: '-100%', source: '0%', middle: '-50%' } as const;

/** A binding is a line, dead letters are dashed, the way to an alternate exchange is dotted; the key stands on it, above all lines. */
export const RouteEdgeView = memo(function RouteEdgeView(props: EdgeProps<RouteEdge>) {
  const { data, selected, markerEnd } = props;
  const [path, middleX, middleY] = getBezierPath(props);
  if (data === undefined) return null;
  const { edge, isOnPath, isDimmed, rate, labelPlace } = data;
  // Dead letters mostly keep their queue's name as key: on every dashed line it would only hide the lines.
  const isNamed = edge.kind !== 'dead-letter' || selected === true || isOnPath;
  const label = isNamed ? edgeLabel(edge, rate) : '';
  const labelX = labelPlace === 'target' ? props.targetX - labelGapPx : labelPlace === 'source' ? props.sourceX + labelGapPx : middleX;
  const labelY = labelPlace === 'target' ? props.targetY : labelPlace === 'source' ? props.sourceY : middleY;
  const colour = selected ? 'var(--accent)' : edgeColour(edge, isOnPath);
  return (
    <>
      <g opacity={isDimmed ? 0.25 : 1}>
        <BaseEdge
          id={props.id}
          path={path}
          {...(markerEnd ? { markerEnd } : {})}
          interactionWidth={14}
          style={{ stroke: colour, strokeWidth: isOnPath || selected ? 2 : 1.25, strokeDasharray: dashes[edge.kind] }}
        />
      </g>
      {label === '' ? null : (
        <EdgeLabelRenderer>
          <span
            style={{ transform: `translate(${labelX}px, ${labelY}px) translate(${anchors[labelPlace]}, -50%)` }}
            className={classNames(
              'pointer-events-none absolute rounded-small bg-canvas px-1 font-mono text-micro whitespace-nowrap',
              edge.kind === 'dead-letter' && !isOnPath ? 'text-dead-lettered' : 'text-ink-muted',
              isDimmed && 'opacity-25',
            )}
          >
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
