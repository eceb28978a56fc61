import type { Column } from '@/components/data-table/column';
import { RelativeTime } from '@/components/ui/relative-time';
import { ABSENT, formatBytes } from '@/lib/model/quantity';
import type { Queue } from '@/lib/model/resources';

const size = (id: string, header: string, of: (queue: Queue) => number | null): Column<Queue> => ({
  id,
  header,
  width: 88,
  align: 'end',
  filter: 'number',
  isHidden: true,
  value: of,
  cell: (queue) => formatBytes(of(queue)),
});

/** Columns that stay away until somebody chooses them. */
export const queueDetailColumns: readonly Column<Queue>[] = [
  size('bytes', 'Bytes', (queue) => queue.bytes),
  size('memory', 'Memory', (queue) => queue.memoryBytes),
  { id: 'state', header: 'State', width: 88, filter: 'choice', isHidden: true, value: (queue) => queue.state },
  {
    id: 'policy',
    header: 'Policy',
    term: 'policy',
    width: 120,
    filter: 'choice',
    isHidden: true,
    isMono: true,
    value: (queue) => queue.policy,
  },
  { id: 'node', header: 'Node', width: 140, filter: 'choice', isHidden: true, isMono: true, value: (queue) => queue.node },
  {
    id: 'oldest',
    header: 'Oldest message',
    width: 120,
    align: 'end',
    isHidden: true,
    value: (queue) => queue.headMessageAtMs,
    cell: (queue) => (queue.headMessageAtMs === null ? ABSENT : <RelativeTime atMs={queue.headMessageAtMs} isAge />),
  },
];
