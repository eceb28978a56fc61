'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { notify } from '@/components/ui/toast';
import { formatBytes, formatCounted } from '@/lib/model/quantity';
import type { Queue } from '@/lib/model/resources';
import { useNameToType } from '@/lib/queries/brokers';
import { purgeQueue } from '@/lib/queries/queues';

/** Purges one or several queues, one after another; stops at the first that fails and says so. */
export function PurgeDialog({ broker, queues, onClose }: { broker: string; queues: readonly Queue[]; onClose: () => void }) {
  const sum = (of: (queue: Queue) => number | null) => queues.reduce((total, queue) => total + (of(queue) ?? 0), 0);
  const ready = sum((queue) => queue.readyCount);
  const unacknowledged = sum((queue) => queue.unacknowledgedCount);
  const what = queues.length === 1 ? (queues[0]?.name ?? '') : `${queues.length} queues`;
  const nameToType = useNameToType(broker, what);
  const messages = formatCounted(ready, 'ready message');
  return (
    <ConfirmDialog
      isOpen={queues.length > 0}
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Purge ${what} for good?`}
      level="danger"
      nameToType={nameToType}
      confirmLabel={`Purge ${messages}`}
      consequences={[
        `${messages} (${formatBytes(sum((queue) => queue.bytes))}) will be removed for good, and those that arrive until then.`,
        unacknowledged > 0
          ? `${formatCounted(unacknowledged, 'unacknowledged message')} stay${unacknowledged === 1 ? 's' : ''} with the consumers.`
          : 'No message is with a consumer now.',
        'Nothing is dead-lettered by this. To keep a way back, purge into the bin instead.',
      ]}
      onConfirm={async () => {
        for (const queue of queues) await purgeQueue(broker, queue);
        notify(`Purged ${what}.`);
      }}
    />
  );
}
