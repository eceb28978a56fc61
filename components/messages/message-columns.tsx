import type { Column } from '@/components/data-table/column';
import { MeaningMark } from '@/components/ui/meaning';
import { RelativeTime } from '@/components/ui/relative-time';
import { bodyPreview } from '@/lib/model/body-preview';
import { deathHeader, headerOf, readDeaths } from '@/lib/model/deaths';
import type { BrowsedMessage } from '@/lib/model/message';
import { formatBytes, formatCount } from '@/lib/model/quantity';
import { typedText } from '@/lib/model/typed-text';

/** Names a message in lists and in the URL: its id, or its place where the broker gives none. */
export const messageKey = (message: BrowsedMessage): string => message.id ?? `at-${message.position}`;

/** Headers that can become columns: as many as anyone chooses from. */
const headerColumnsMax = 40;

const stateText = (message: BrowsedMessage): string =>
  [message.state === 'unacknowledged' ? 'unacknowledged' : '', message.redelivered ? 'redelivered' : ''].filter(Boolean).join(', ');

function StateMarks({ message }: { message: BrowsedMessage }) {
  return (
    <span className="flex items-center gap-1.5">
      {message.state === 'unacknowledged' ? (
        <MeaningMark meaning="unacknowledged" label="unacknowledged" />
      ) : (
        <MeaningMark meaning="ready" label="ready" />
      )}
      {message.redelivered ? <MeaningMark meaning="redelivered" label="redelivered" /> : null}
    </span>
  );
}

function deathText(message: BrowsedMessage): string | null {
  const death = readDeaths(message.properties.headers)[0];
  return death === undefined ? null : `${death.reason} in ${death.queue}${death.count > 1 ? ` × ${death.count}` : ''}`;
}

const fixedColumns: readonly Column<BrowsedMessage>[] = [
  {
    id: 'position',
    header: 'Position',
    width: 84,
    align: 'end',
    priority: 1,
    value: (m) => m.position + 1,
    cell: (m) => formatCount(m.position + 1),
  },
  { id: 'state', header: 'State', width: 56, priority: 2, value: stateText, cell: (m) => <StateMarks message={m} /> },
  {
    id: 'age',
    header: 'In the queue',
    width: 104,
    align: 'end',
    priority: 3,
    value: (m) => m.enqueuedAtMs,
    cell: (m) => (m.enqueuedAtMs === null ? '–' : <RelativeTime atMs={m.enqueuedAtMs} isAge />),
  },
  { id: 'key', header: 'Routing key', term: 'routing key', width: 140, grow: 1, isMono: true, priority: 2, value: (m) => m.routingKey },
  {
    id: 'exchange',
    header: 'Exchange',
    term: 'exchange',
    width: 120,
    isMono: true,
    isHidden: true,
    value: (m) => m.exchange || '(default)',
  },
  { id: 'preview', header: 'Body', width: 200, grow: 3, isMono: true, priority: 1, value: bodyPreview },
  { id: 'death', header: 'Died', term: 'dead letter', width: 150, grow: 1, priority: 3, value: deathText },
  {
    id: 'size',
    header: 'Size',
    width: 76,
    align: 'end',
    priority: 3,
    value: (m) => m.bodySizeBytes,
    cell: (m) => formatBytes(m.bodySizeBytes),
  },
  { id: 'type', header: 'Content type', width: 130, isHidden: true, value: (m) => m.properties.contentType ?? null },
  { id: 'message-id', header: 'Message id', width: 150, isMono: true, isHidden: true, value: (m) => m.properties.messageId ?? null },
  {
    id: 'correlation-id',
    header: 'Correlation id',
    width: 150,
    isMono: true,
    isHidden: true,
    value: (m) => m.properties.correlationId ?? null,
  },
];

/** Fixed columns and one for each header seen on the page, hidden until chosen. 'Died' is shown only where something died. */
export function messageColumns(
  headerNames: readonly string[],
  hasDeaths: boolean,
  mayReadBody: boolean,
): readonly Column<BrowsedMessage>[] {
  const fixed = fixedColumns.filter((column) => (column.id !== 'death' || hasDeaths) && (column.id !== 'preview' || mayReadBody));
  const headers = headerNames.map(
    (name): Column<BrowsedMessage> => ({
      id: `header.${name}`,
      header: name,
      width: 120,
      grow: 1,
      isMono: true,
      isHidden: true,
      value: (message) => {
        const value = headerOf(message.properties.headers, name);
        return value === null ? null : typedText(value);
      },
    }),
  );
  return [...fixed, ...headers];
}

export function headerNamesOf(messages: readonly BrowsedMessage[]): readonly string[] {
  const names = new Set<string>();
  for (const message of messages)
    for (const header of message.properties.headers ?? []) if (header.key !== deathHeader) names.add(header.key);
  return [...names].sort().slice(0, headerColumnsMax);
}
