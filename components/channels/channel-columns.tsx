import type { Column } from '@/components/data-table/column';
import { MonoName } from '@/components/ui/mono-name';
import { RateCell } from '@/components/ui/rate-cell';
import { pagePath } from '@/lib/model/page-path';
import { formatCount } from '@/lib/model/quantity';
import type { Channel } from '@/lib/model/resources';

const mode = (channel: Channel): string => (channel.isConfirm ? 'confirm' : channel.isTransactional ? 'transactional' : 'plain');
const rate = (id: 'publish' | 'deliver' | 'acknowledge', header: string): Column<Channel> => ({
  id,
  header,
  width: 92,
  align: 'end',
  filter: 'number',
  priority: 3,
  value: (channel) => channel.rates[id],
  cell: (channel) => <RateCell perSecond={channel.rates[id]} />,
});

export const channelColumns = (broker: string, clientNames: ReadonlyMap<string, string>): readonly Column<Channel>[] => [
  {
    id: 'client',
    header: 'Client',
    width: 140,
    grow: 2,
    priority: 1,
    filter: 'text',
    value: (channel) => clientNames.get(channel.connectionName) ?? channel.connectionName,
    cell: (channel) => (
      <MonoName
        name={clientNames.get(channel.connectionName) ?? channel.connectionName}
        href={pagePath([broker, 'connections', channel.connectionName])}
        tabIndex={-1}
      />
    ),
  },
  {
    id: 'name',
    header: 'Channel',
    width: 160,
    grow: 2,
    priority: 3,
    filter: 'text',
    isMono: true,
    isName: true,
    value: (channel) => channel.name,
  },
  { id: 'user', header: 'User', width: 104, priority: 3, filter: 'choice', isMono: true, value: (channel) => channel.user },
  {
    id: 'vhost',
    header: 'Virtual host',
    term: 'virtual host',
    width: 112,
    priority: 3,
    filter: 'choice',
    isMono: true,
    value: (channel) => channel.virtualHost,
  },
  { id: 'mode', header: 'Mode', term: 'confirm', width: 92, priority: 3, filter: 'choice', value: mode },
  { id: 'state', header: 'State', width: 80, priority: 3, filter: 'choice', value: (channel) => channel.state },
  {
    id: 'consumers',
    header: 'Consumers',
    term: 'consumer',
    width: 96,
    align: 'end',
    filter: 'number',
    priority: 2,
    value: (channel) => channel.consumerCount,
  },
  {
    id: 'prefetch',
    header: 'Prefetch',
    term: 'prefetch',
    width: 88,
    align: 'end',
    filter: 'number',
    priority: 3,
    value: (channel) => channel.prefetchCount,
    cell: ({ prefetchCount }) => (prefetchCount === 0 ? 'no limit' : formatCount(prefetchCount)),
  },
  {
    id: 'unacknowledged',
    header: 'Unacked',
    term: 'unacknowledged',
    width: 88,
    align: 'end',
    filter: 'number',
    priority: 1,
    value: (channel) => channel.unacknowledgedCount,
  },
  {
    id: 'unconfirmed',
    header: 'Unconfirmed',
    term: 'confirm',
    width: 104,
    align: 'end',
    filter: 'number',
    isHidden: true,
    value: (channel) => channel.unconfirmedCount,
  },
  rate('publish', 'Publish/s'),
  rate('deliver', 'Deliver/s'),
  rate('acknowledge', 'Ack/s'),
];
