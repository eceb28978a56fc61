import type { GraphEdge } from '@/lib/model/graph';
import { middleCut } from '../ui/middle-cut';

const keyLengthMax = 20;
const cut = (text: string): string => middleCut(text, keyLengthMax);

/** What stands on an edge and does not change with traffic: its key, or the first of several and how many more. */
export function edgeName(edge: GraphEdge): string {
  if (edge.kind === 'alternate') return 'unroutable';
  if (edge.kind === 'dead-letter') return edge.routingKey === null ? 'dead letters' : `as ${cut(edge.routingKey)}`;
  const [first, ...others] = edge.bindings;
  if (first === undefined) return '';
  const hasArguments = Object.keys(first.arguments).length > 0;
  const name = first.routingKey !== '' ? cut(first.routingKey) : hasArguments ? 'by headers' : '';
  return others.length === 0 ? name : `${name || 'no key'} +${others.length}`;
}
