'use client';

import { Link2, Plus, Unlink } from 'lucide-react';
import { useMemo, useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { BindDialog, type BindStart } from '@/components/routing-graph/bind-dialog';
import { UnbindDialog } from '@/components/routing-graph/unbind-dialog';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { bindingKey } from '@/lib/model/live';
import type { Binding, Exchange } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { incomingColumns, outgoingColumns } from './binding-columns';

const noRows: readonly never[] = [];

/** Bindings of an exchange in one direction, with the ways to add and remove them. */
export function BindingsTable({
  broker,
  exchange,
  direction,
  rows,
  all,
}: {
  broker: string;
  exchange: Exchange;
  direction: 'outgoing' | 'incoming';
  rows: readonly Binding[] | undefined;
  all: readonly Binding[];
}) {
  const isOutgoing = direction === 'outgoing';
  const columns = useMemo(() => (isOutgoing ? outgoingColumns(broker) : incomingColumns(broker)), [broker, isOutgoing]);
  const exchanges = useLiveRows(broker, 'exchanges') ?? noRows;
  const queues = useLiveRows(broker, 'queues') ?? noRows;
  const [isAdding, setIsAdding] = useState(false);
  const [removed, setRemoved] = useState<Binding | null>(null);
  const notDefault = exchange.name === '' ? 'The default exchange is bound to every queue by its name; that can’t be changed.' : null;
  const reason = useWhyNot('binding.manage') ?? notDefault;
  const start: BindStart = isOutgoing
    ? { source: exchange.name, destination: '', destinationType: 'queue' }
    : { source: '', destination: exchange.name, destinationType: 'exchange' };
  const addButton = (
    <Button size="small" icon={Plus} onClick={() => setIsAdding(true)} disabledReason={reason}>
      Add a binding
    </Button>
  );
  return (
    <>
      <DataTable
        id={`bindings-${direction}`}
        label={isOutgoing ? 'Bindings to queues and exchanges' : 'Bindings from exchanges'}
        rows={rows}
        rowKey={bindingKey}
        columns={columns}
        toolbar={addButton}
        searchPlaceholder="Filter by name, key, argument"
        rowMenu={(binding) => [
          { label: 'Remove …', icon: Unlink, isDanger: true, onSelect: () => setRemoved(binding), disabledReason: reason },
        ]}
        empty={
          <EmptyState icon={Link2} title={isOutgoing ? 'Nothing is bound to it' : 'No exchange passes messages to it'} action={addButton}>
            {isOutgoing
              ? 'Messages published here reach no queue until a binding leads to one.'
              : 'Messages come here straight from publishers. Other exchanges can be bound to pass theirs on.'}
          </EmptyState>
        }
      />
      {isAdding ? (
        <BindDialog
          broker={broker}
          virtualHost={exchange.virtualHost}
          start={start}
          exchanges={exchanges}
          queueNames={queues.filter((queue) => queue.virtualHost === exchange.virtualHost).map((queue) => queue.name)}
          bindings={all}
          onClose={() => setIsAdding(false)}
        />
      ) : null}
      {removed ? (
        <UnbindDialog broker={broker} binding={removed} exchanges={exchanges} bindings={all} onClose={() => setRemoved(null)} />
      ) : null}
    </>
  );
}
