'use client';

import { Cable, Unplug } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { useThrottled } from '@/components/ui/throttled';
import { connectionKey } from '@/lib/model/live';
import { pagePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';
import type { Connection } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { CloseConnectionDialog } from './close-connection-dialog';
import { connectionColumns } from './connection-columns';

const defaultSort: Sort = { column: 'client', direction: 'ascending' };
const SENTENCE_INTERVAL_MS = 2_000;

function sentenceOf(connections: readonly Connection[] | undefined): string {
  if (!connections) return 'Loading the connections.';
  const blocked = connections.filter((connection) => connection.state === 'blocked' || connection.state === 'blocking').length;
  const all = formatCounted(connections.length, 'connection');
  return blocked === 0 ? `${all}, none blocked.` : `${all}; ${blocked} blocked by an alarm of the broker.`;
}

/** All client connections, live. */
export function ConnectionsPage({ broker }: { broker: string }) {
  const router = useRouter();
  const connections = useLiveRows(broker, 'connections');
  const columns = useMemo(() => connectionColumns(broker), [broker]);
  const sentence = sentenceOf(useThrottled(connections, SENTENCE_INTERVAL_MS));
  const [closing, setClosing] = useState<readonly Connection[]>([]);
  const reason = useWhyNot('connection.close');
  const pathOf = (connection: Connection) => pagePath([broker, 'connections', connection.name]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Connections" sentence={sentence} />
      <DataTable
        id="connections"
        label="Connections"
        rows={connections}
        rowKey={connectionKey}
        columns={columns}
        defaultSort={defaultSort}
        searchPlaceholder="Filter by client, address, user"
        onOpen={(connection) => router.push(pathOf(connection))}
        rowMenu={(connection) => [
          { label: 'Open', icon: Cable, href: pathOf(connection) },
          { label: 'Close …', icon: Unplug, isDanger: true, onSelect: () => setClosing([connection]), disabledReason: reason },
        ]}
        selectionActions={({ rows }) => (
          <Button size="small" icon={Unplug} disabledReason={reason} onClick={() => setClosing(rows)}>
            Close …
          </Button>
        )}
        empty={
          <EmptyState icon={Cable} title="No client is connected">
            Publishers and consumers appear here as soon as they connect to the broker.
          </EmptyState>
        }
      />
      {closing.length > 0 ? <CloseConnectionDialog broker={broker} connections={closing} onClose={() => setClosing([])} /> : null}
    </div>
  );
}
