'use client';

import { ArchiveRestore } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** An empty bin, or nothing in it from the chosen queue. */
export function NothingBinned({ queue, onClear }: { queue: string; onClear: () => void }) {
  if (queue !== '')
    return (
      <EmptyState icon={ArchiveRestore} title="Nothing from this queue" action={<Button onClick={onClear}>Show all queues</Button>}>
        No discarded message of {queue} is in the bin.
      </EmptyState>
    );
  return (
    <EmptyState icon={ArchiveRestore} title="The bin is empty">
      Discarded and purged messages wait here for a while, so that a mistake can be taken back.
    </EmptyState>
  );
}
