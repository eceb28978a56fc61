import type { Column } from '@/components/data-table/column';
import { Badge } from '@/components/ui/badge';
import { MonoName } from '@/components/ui/mono-name';
import { RelativeTime } from '@/components/ui/relative-time';
import { pagePath } from '@/lib/model/page-path';
import { ABSENT, formatBytes } from '@/lib/model/quantity';
import type { Connection } from '@/lib/model/resources';

/** Blocked by an alarm or slowed by flow control is worth a colour, running is not. */
export function ConnectionState({ state }: { state: string }) {
  if (state === 'running') return <>{state}</>;
  return <Badge tone={state === 'flow' ? 'neutral' : 'warning'}>{state}</Badge>;
}

const bytesPerSecond = (id: string, header: string, of: (connection: Connection) => number | null): Column<Connection> => ({
  id,
  header,
  width: 96,
  align: 'end',
  filter: 'number',
  priority: 3,
  value: of,
  cell: (connection) => {
    const value = of(connection);
    return value === null ? ABSENT : `${formatBytes(Math.round(value))}`;
  },
});

export const connectionColumns = (broker: string): readonly Column<Connection>[] => [
  {
    id: 'client',
    header: 'Client',
    width: 180,
    grow: 2,
    priority: 1,
    filter: 'text',
    value: (connection) => connection.clientName ?? connection.name,
    cell: (connection) => (
      <MonoName name={connection.clientName ?? connection.name} href={pagePath([broker, 'connections', connection.name])} tabIndex={-1} />
    ),
  },
  { id: 'peer', header: 'From', width: 160, grow: 1, priority: 2, filter: 'text', isMono: true, value: (connection) => connection.peer },
  { id: 'user', header: 'User', width: 104, priority: 3, filter: 'choice', isMono: true, value: (connection) => connection.user },
  {
    id: 'vhost',
    header: 'Virtual host',
    term: 'virtual host',
    width: 112,
    priority: 3,
    filter: 'choice',
    isMono: true,
    value: (connection) => connection.virtualHost,
  },
  {
    id: 'state',
    header: 'State',
    width: 92,
    priority: 1,
    filter: 'choice',
    value: (connection) => connection.state,
    cell: ({ state }) => <ConnectionState state={state} />,
  },
  { id: 'protocol', header: 'Protocol', width: 112, filter: 'choice', isHidden: true, value: (connection) => connection.protocol },
  {
    id: 'tls',
    header: 'TLS',
    width: 64,
    filter: 'choice',
    priority: 3,
    value: (connection) => connection.isTls,
    cell: ({ isTls }) => (isTls ? 'yes' : 'no'),
  },
  {
    id: 'channels',
    header: 'Channels',
    term: 'channel',
    width: 88,
    align: 'end',
    filter: 'number',
    priority: 2,
    value: (connection) => connection.channelCount,
  },
  bytesPerSecond('received', 'In/s', (connection) => connection.receivedBytesPerSecond),
  bytesPerSecond('sent', 'Out/s', (connection) => connection.sentBytesPerSecond),
  {
    id: 'heartbeat',
    header: 'Heartbeat',
    term: 'heartbeat',
    width: 92,
    align: 'end',
    isHidden: true,
    value: (connection) => connection.heartbeatSeconds,
  },
  {
    id: 'since',
    header: 'Connected',
    width: 104,
    align: 'end',
    priority: 3,
    value: (connection) => connection.connectedAtMs,
    cell: ({ connectedAtMs }) => (connectedAtMs === null ? ABSENT : <RelativeTime atMs={connectedAtMs} isAge />),
  },
];
