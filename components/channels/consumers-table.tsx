'use client';

import { Headset } from 'lucide-react';
import { useMemo } from 'react';
import type { Column, Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { MonoName } from '@/components/ui/mono-name';
import { consumerKey } from '@/lib/model/live';
import { pagePath, queuePath } from '@/lib/model/page-path';
import { formatCount } from '@/lib/model/quantity';
import type { Consumer } from '@/lib/model/resources';
import { useClientNames } from '@/lib/queries/client-names';
import { useLiveRows } from '@/lib/queries/live';

const defaultSort: Sort = { column: 'tag', direction: 'ascending' };

const queueColumn = (broker: string): Column<Consumer> => ({
  id: 'queue',
  header: 'Queue',
  term: 'queue',
  width: 160,
  grow: 2,
  priority: 1,
  filter: 'text',
  value: (consumer) => consumer.queue,
  cell: ({ queue: name, virtualHost }) => (
    <MonoName name={name} href={queuePath(broker, { virtualHost, name }, { tab: 'consumers' })} tabIndex={-1} />
  ),
});

/** How a consumer takes its messages: the same for every broker. */
const termsColumns: readonly Column<Consumer>[] = [
  {
    id: 'acknowledgement',
    header: 'Acknowledges',
    term: 'acknowledged',
    width: 116,
    priority: 3,
    filter: 'choice',
    value: (consumer) => (consumer.isAcknowledgementRequired ? 'by hand' : 'automatic'),
  },
  {
    id: 'prefetch',
    header: 'Prefetch',
    term: 'prefetch',
    width: 88,
    align: 'end',
    filter: 'number',
    priority: 2,
    value: (consumer) => consumer.prefetchCount,
    cell: ({ prefetchCount }) => (prefetchCount === 0 ? 'no limit' : formatCount(prefetchCount)),
  },
  {
    id: 'active',
    header: 'State',
    width: 96,
    priority: 2,
    filter: 'choice',
    value: (consumer) => (consumer.isActive ? 'active' : 'waiting'),
    cell: ({ isActive }) => (isActive ? 'active' : <Badge>waiting</Badge>),
  },
  {
    id: 'exclusive',
    header: 'Exclusive',
    term: 'exclusive',
    width: 88,
    priority: 3,
    filter: 'choice',
    value: (consumer) => (consumer.isExclusive ? 'yes' : 'no'),
  },
  {
    id: 'user',
    header: 'User',
    width: 104,
    priority: 3,
    filter: 'choice',
    isMono: true,
    isHidden: true,
    value: (consumer) => consumer.user,
  },
];

const consumerColumns = (broker: string, clientNames: ReadonlyMap<string, string>): readonly Column<Consumer>[] => [
  {
    id: 'tag',
    header: 'Consumer tag',
    width: 160,
    grow: 2,
    priority: 1,
    filter: 'text',
    isMono: true,
    isName: true,
    value: (consumer) => consumer.consumerTag,
  },
  {
    id: 'client',
    header: 'Client',
    width: 140,
    grow: 2,
    priority: 2,
    filter: 'text',
    value: (consumer) => clientNames.get(consumer.connectionName) ?? consumer.connectionName,
    cell: (consumer) => (
      <MonoName
        name={clientNames.get(consumer.connectionName) ?? consumer.connectionName}
        href={pagePath([broker, 'connections', consumer.connectionName])}
        tabIndex={-1}
      />
    ),
  },
  {
    id: 'channel',
    header: 'Channel',
    term: 'channel',
    width: 160,
    grow: 2,
    priority: 3,
    filter: 'text',
    isMono: true,
    isName: true,
    value: (consumer) => consumer.channelName,
  },
  ...termsColumns,
];

/** Who gets messages: all consumers of a broker, or those of one queue. */
export function ConsumersTable({ broker, queue }: { broker: string; queue?: { readonly virtualHost: string; readonly name: string } }) {
  const consumers = useLiveRows(broker, 'consumers');
  const [virtualHost, name] = [queue?.virtualHost, queue?.name];
  const rows = useMemo(
    () => (name === undefined ? consumers : consumers?.filter((each) => each.queue === name && each.virtualHost === virtualHost)),
    [consumers, virtualHost, name],
  );
  const clientNames = useClientNames(broker);
  const columns = useMemo(
    () => [...(name === undefined ? [queueColumn(broker)] : []), ...consumerColumns(broker, clientNames)],
    [broker, name, clientNames],
  );
  return (
    <DataTable
      id={name === undefined ? 'consumers' : 'queue-consumers'}
      label="Consumers"
      rows={rows}
      rowKey={consumerKey}
      columns={columns}
      defaultSort={defaultSort}
      searchPlaceholder="Filter by tag, client"
      empty={
        <EmptyState icon={Headset} title={name === undefined ? 'Nobody consumes' : 'Nobody consumes this queue'}>
          A consumer is a client that has subscribed to a queue. Until one does, messages wait.
        </EmptyState>
      }
    />
  );
}
