'use client';

import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { notify } from '@/components/ui/toast';
import { formatCounted } from '@/lib/model/quantity';
import type { Binding, Queue } from '@/lib/model/resources';
import { useNameToType } from '@/lib/queries/brokers';
import { useLiveRows } from '@/lib/queries/live';
import { deleteQueue } from '@/lib/queries/queues';

const isTo = (queue: Queue, binding: Binding): boolean =>
  binding.destinationType === 'queue' &&
  binding.source !== '' &&
  binding.destination === queue.name &&
  binding.virtualHost === queue.virtualHost;

/** Deletes one or several queues; the numbers are those of this moment, the conditions are checked by the broker. */
export function DeleteQueueDialog({
  broker,
  queues,
  onClose,
  onDeleted,
}: {
  broker: string;
  queues: readonly Queue[];
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const bindings = useLiveRows(broker, 'bindings') ?? [];
  const [ifEmpty, setIfEmpty] = useState(false);
  const [ifUnused, setIfUnused] = useState(false);
  const what = queues.length === 1 ? (queues[0]?.name ?? '') : `${queues.length} queues`;
  const nameToType = useNameToType(broker, what);
  const messageCount = queues.reduce((total, queue) => total + (queue.totalCount ?? 0), 0);
  const consumerCount = queues.reduce((total, queue) => total + (queue.consumerCount ?? 0), 0);
  const bindingCount = bindings.filter((binding) => queues.some((queue) => isTo(queue, binding))).length;
  return (
    <ConfirmDialog
      isOpen={queues.length > 0}
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Delete ${what}?`}
      level="danger"
      nameToType={nameToType}
      confirmLabel={queues.length === 1 ? 'Delete queue' : `Delete ${formatCounted(queues.length, 'queue')}`}
      consequences={[
        `${formatCounted(messageCount, 'message')} will be lost; none is dead-lettered.`,
        consumerCount > 0 ? `${formatCounted(consumerCount, 'consumer')} will be cut off.` : 'Nobody consumes now.',
        bindingCount > 0
          ? `${formatCounted(bindingCount, 'binding')} will go with it; what was routed by them may become unroutable.`
          : 'No exchange is bound to it.',
        'It can’t be undone.',
      ]}
      onConfirm={async () => {
        for (const queue of queues) await deleteQueue(broker, queue, { ifEmpty, ifUnused });
        notify(`Deleted ${what}.`);
        onDeleted?.();
      }}
    >
      <Checkbox
        isChecked={ifEmpty}
        onChange={setIfEmpty}
        label="Only if empty"
        hint="The broker refuses when a message has arrived meanwhile."
      />
      <Checkbox isChecked={ifUnused} onChange={setIfUnused} label="Only if nobody consumes" />
    </ConfirmDialog>
  );
}
