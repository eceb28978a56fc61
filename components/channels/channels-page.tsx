'use client';

import { SquareStack } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { useThrottled } from '@/components/ui/throttled';
import { channelKey } from '@/lib/model/live';
import { pagePath } from '@/lib/model/page-path';
import { formatCount, formatCounted } from '@/lib/model/quantity';
import type { Channel } from '@/lib/model/resources';
import { useClientNames } from '@/lib/queries/client-names';
import { useLiveOverview, useLiveRows } from '@/lib/queries/live';
import { channelColumns } from './channel-columns';
import { ConsumersTable } from './consumers-table';

const tabs = ['channels', 'consumers'] as const;
const defaultSort: Sort = { column: 'client', direction: 'ascending' };
const SENTENCE_INTERVAL_MS = 2_000;

function sentenceOf(channels: readonly Channel[] | undefined): string {
  if (!channels) return 'Loading the channels.';
  const unlimited = channels.filter((channel) => channel.consumerCount > 0 && channel.prefetchCount === 0).length;
  const held = channels.reduce((sum, channel) => sum + channel.unacknowledgedCount, 0);
  const all = `${formatCounted(channels.length, 'channel')} hold ${formatCounted(held, 'unacknowledged message')}.`;
  return unlimited === 0 ? all : `${all} ${unlimited} consume${unlimited === 1 ? 's' : ''} without a prefetch limit on the channel.`;
}

/** Channels and the consumers on them, live. */
export function ChannelsPage({ broker }: { broker: string }) {
  const router = useRouter();
  const channels = useLiveRows(broker, 'channels');
  const overview = useLiveOverview(broker);
  const clientNames = useClientNames(broker);
  const columns = useMemo(() => channelColumns(broker, clientNames), [broker, clientNames]);
  const sentence = sentenceOf(useThrottled(channels, SENTENCE_INTERVAL_MS));
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('channels'));
  const entries = [
    { value: 'channels', label: 'Channels', count: overview ? formatCount(overview.channelCount) : null },
    { value: 'consumers', label: 'Consumers', count: overview ? formatCount(overview.consumerCount) : null },
  ] as const;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Channels" sentence={sentence} />
      <Tabs value={tab} tabs={entries} onChange={(next) => void setTab(next)}>
        {tab === 'consumers' ? (
          <ConsumersTable broker={broker} />
        ) : (
          <DataTable
            id="channels"
            label="Channels"
            rows={channels}
            rowKey={channelKey}
            columns={columns}
            defaultSort={defaultSort}
            searchPlaceholder="Filter by client, channel, user"
            onOpen={(channel) => router.push(pagePath([broker, 'connections', channel.connectionName]))}
            empty={
              <EmptyState icon={SquareStack} title="No channel is open">
                Clients open channels inside their connection to publish and to consume.
              </EmptyState>
            }
          />
        )}
      </Tabs>
    </div>
  );
}
