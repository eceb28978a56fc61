import type { Column } from '@/components/data-table/column';
import { RelativeTime } from '@/components/ui/relative-time';
import { bodyPreview } from '@/lib/model/body-preview';
import { formatBytes } from '@/lib/model/quantity';
import type { SearchMatch } from '@/lib/model/search';

export const matchKey = ({ brokerId, virtualHost, queue, message }: SearchMatch): string =>
  JSON.stringify([brokerId, virtualHost, queue, message.id ?? message.position]);

const place: Column<SearchMatch> = {
  id: 'queue',
  header: 'Queue',
  width: 150,
  grow: 1,
  isMono: true,
  priority: 1,
  filter: 'choice',
  value: (match) => match.queue,
};
const details: readonly Column<SearchMatch>[] = [
  { id: 'position', header: 'Position', width: 84, align: 'end', priority: 3, value: (match) => match.message.position + 1 },
  {
    id: 'key',
    header: 'Routing key',
    term: 'routing key',
    width: 140,
    grow: 1,
    isMono: true,
    priority: 2,
    value: (match) => match.message.routingKey,
  },
  { id: 'preview', header: 'Body', width: 220, grow: 3, isMono: true, priority: 1, value: (match) => bodyPreview(match.message) },
  {
    id: 'age',
    header: 'In the queue',
    width: 104,
    align: 'end',
    priority: 3,
    value: (match) => match.message.enqueuedAtMs,
    cell: ({ message }) => (message.enqueuedAtMs === null ? '–' : <RelativeTime atMs={message.enqueuedAtMs} isAge />),
  },
  {
    id: 'size',
    header: 'Size',
    width: 76,
    align: 'end',
    priority: 3,
    value: (match) => match.message.bodySizeBytes,
    cell: (match) => formatBytes(match.message.bodySizeBytes),
  },
];

/** Where a match lies is said as far as the search asks: one queue needs no column of it. */
export function matchColumns(
  brokerNames: ReadonlyMap<string, string>,
  hasVirtualHosts: boolean,
  isOneQueue: boolean,
): readonly Column<SearchMatch>[] {
  const brokers: Column<SearchMatch> = {
    id: 'broker',
    header: 'Broker',
    width: 120,
    priority: 1,
    filter: 'choice',
    value: (match) => brokerNames.get(match.brokerId) ?? match.brokerId,
  };
  const virtualHosts: Column<SearchMatch> = {
    id: 'vhost',
    header: 'Virtual host',
    width: 110,
    isMono: true,
    priority: 2,
    filter: 'choice',
    value: (match) => match.virtualHost,
  };
  return [
    ...(brokerNames.size > 1 ? [brokers] : []),
    ...(hasVirtualHosts ? [virtualHosts] : []),
    ...(isOneQueue ? [] : [place]),
    ...details,
  ];
}
