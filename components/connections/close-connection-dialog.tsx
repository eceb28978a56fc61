'use client';

import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { notify } from '@/components/ui/toast';
import { formatCounted } from '@/lib/model/quantity';
import type { Connection } from '@/lib/model/resources';
import { useNameToType } from '@/lib/queries/brokers';
import { closeConnection } from '@/lib/queries/connections';
import { useLiveRows } from '@/lib/queries/live';

const REASON_DEFAULT = 'Closed by an operator of the console';
/** Fits an AMQP reply text (short string) with what the broker adds. */
const REASON_LENGTH_MAX = 200;

/** Cuts clients off. They may come back at once; it is no ban. */
export function CloseConnectionDialog({
  broker,
  connections,
  onClose,
}: {
  broker: string;
  connections: readonly Connection[];
  onClose: () => void;
}) {
  const [reason, setReason] = useState(REASON_DEFAULT);
  const channels = useLiveRows(broker, 'channels') ?? [];
  const names = new Set(connections.map((connection) => connection.name));
  const mine = channels.filter((channel) => names.has(channel.connectionName));
  const unacknowledged = mine.reduce((sum, channel) => sum + channel.unacknowledgedCount, 0);
  const consumers = mine.reduce((sum, channel) => sum + channel.consumerCount, 0);
  const what =
    connections.length === 1 ? (connections[0]?.clientName ?? connections[0]?.name ?? '') : formatCounted(connections.length, 'connection');
  const nameToType = useNameToType(broker, what);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Close ${what}?`}
      level="danger"
      nameToType={nameToType}
      confirmLabel={connections.length === 1 ? 'Close connection' : `Close ${formatCounted(connections.length, 'connection')}`}
      consequences={[
        `${formatCounted(mine.length, 'channel')} and ${formatCounted(consumers, 'consumer')} end.`,
        unacknowledged > 0
          ? `${formatCounted(unacknowledged, 'unacknowledged message')} return${unacknowledged === 1 ? 's' : ''} to the queue, marked as redelivered.`
          : 'No message is unacknowledged there now.',
        'The client may connect again at once: this is no ban.',
      ]}
      onConfirm={async () => {
        for (const connection of connections) await closeConnection(broker, connection.name, reason);
        notify(`Closed ${what}.`);
      }}
    >
      <Field label="Reason" hint="Told to the client and kept in the audit log.">
        <Input value={reason} maxLength={REASON_LENGTH_MAX} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </ConfirmDialog>
  );
}
