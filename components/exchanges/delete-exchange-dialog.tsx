'use client';

import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { notify } from '@/components/ui/toast';
import { formatCounted, formatRate } from '@/lib/model/quantity';
import type { Exchange } from '@/lib/model/resources';
import { useNameToType } from '@/lib/queries/brokers';
import { deleteExchange } from '@/lib/queries/exchanges';
import { useLiveRows } from '@/lib/queries/live';
import { incomingOf, outgoingOf } from './exchange-words';

export function DeleteExchangeDialog({
  broker,
  exchange,
  onClose,
  onDeleted,
}: {
  broker: string;
  exchange: Exchange;
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const bindings = useLiveRows(broker, 'bindings') ?? [];
  const nameToType = useNameToType(broker, exchange.name);
  const [ifUnused, setIfUnused] = useState(false);
  const count = outgoingOf(exchange, bindings).length + incomingOf(exchange, bindings).length;
  const rate = exchange.publishInRate ?? 0;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Delete exchange ${exchange.name}?`}
      level="danger"
      nameToType={nameToType}
      confirmLabel="Delete exchange"
      consequences={[
        rate > 0
          ? `Clients publish ${formatRate(rate)} messages/s to it now; after this their channels are closed with an error.`
          : 'Nobody publishes to it now. Clients that do later get a channel error.',
        `${formatCounted(count, 'binding')} will go with it. Messages that are in queues stay there.`,
        'It can’t be undone.',
      ]}
      onConfirm={async () => {
        await deleteExchange(broker, exchange, { ifUnused });
        notify(`Deleted exchange ${exchange.name}.`);
        onDeleted?.();
      }}
    >
      <Checkbox
        isChecked={ifUnused}
        onChange={setIfUnused}
        label="Only if nothing is bound to it"
        hint="The broker refuses when it has bindings."
      />
    </ConfirmDialog>
  );
}
