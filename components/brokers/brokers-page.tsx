'use client';

import { Gauge, KeyRound, Plus, Server, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { notify } from '@/components/ui/toast';
import type { BrokerSummary } from '@/lib/model/console';
import { pagePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';
import { useBrokers, useRemoveBroker } from '@/lib/queries/brokers';
import { useWhyNot } from '@/lib/queries/session';
import { brokerColumns } from './broker-columns';
import { BrokerDialog } from './broker-dialog';

const defaultSort: Sort = { column: 'name', direction: 'ascending' };
const rowKey = (broker: BrokerSummary): string => broker.id;
function RemoveBrokerDialog({ broker, onClose }: { broker: BrokerSummary; onClose: () => void }) {
  const remove = useRemoveBroker();
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Disconnect ${broker.name}?`}
      level="danger"
      nameToType={broker.environment === 'production' ? broker.name : null}
      confirmLabel="Disconnect broker"
      consequences={[
        'The console forgets its address, its user and its recorded figures.',
        'The broker itself, its queues and messages are not touched.',
      ]}
      onConfirm={async () => {
        await remove.mutateAsync(broker.id);
        notify(`Disconnected ${broker.name}.`);
      }}
    />
  );
}

function sentenceOf(brokers: readonly BrokerSummary[] | undefined): string {
  if (!brokers) return 'Loading the brokers.';
  const stale = brokers.filter((broker) => broker.freshness.state === 'stale').length;
  const all = `${formatCounted(brokers.length, 'broker')} connected`;
  return stale === 0 ? `${all}, none silent.` : `${all}; ${stale} ${stale === 1 ? 'does' : 'do'} not answer.`;
}

/** Brokers that the console is connected to. */
export function BrokersPage() {
  const router = useRouter();
  const { data, error, refetch } = useBrokers();
  const [dialog, setDialog] = useQueryState('dialog', parseAsStringLiteral(['new'] as const));
  const [edited, setEdited] = useState<BrokerSummary | null>(null);
  const [removed, setRemoved] = useState<BrokerSummary | null>(null);
  const reason = useWhyNot('broker.manage');
  const overviewOf = (broker: BrokerSummary) => pagePath([broker.id, 'overview']);
  const addButton = (
    <Button icon={Plus} variant="primary" disabledReason={reason} onClick={() => void setDialog('new')}>
      New broker
    </Button>
  );
  const closeForm = () => {
    setEdited(null);
    void setDialog(null);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Brokers" sentence={sentenceOf(data)} actions={addButton} />
      <DataTable
        id="brokers"
        label="Brokers"
        rows={data}
        rowKey={rowKey}
        columns={brokerColumns}
        error={error}
        onRetry={() => void refetch()}
        defaultSort={defaultSort}
        onOpen={(broker) => router.push(overviewOf(broker))}
        rowMenu={(broker) => [
          { label: 'Overview', icon: Gauge, href: overviewOf(broker) },
          { label: 'Change …', icon: KeyRound, onSelect: () => setEdited(broker), disabledReason: reason },
          {
            label: 'Disconnect …',
            icon: Trash2,
            isDanger: true,
            onSelect: () => setRemoved(broker),
            disabledReason:
              reason ?? (broker.isEmbedded ? 'The embedded broker belongs to the console; WARREN_EMBEDDED=off leaves it out.' : null),
          },
        ]}
        empty={
          <EmptyState icon={Server} title="No broker is connected" action={addButton}>
            Connect a RabbitMQ by the addresses of its management API and its AMQP listener, or start the console with its embedded broker.
          </EmptyState>
        }
      />
      {edited || dialog === 'new' ? <BrokerDialog key={edited?.id ?? 'new'} broker={edited} onClose={closeForm} /> : null}
      {removed ? <RemoveBrokerDialog broker={removed} onClose={() => setRemoved(null)} /> : null}
    </div>
  );
}
