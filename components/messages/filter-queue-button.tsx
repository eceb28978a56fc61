'use client';

import { Funnel } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useWhyNot } from '@/lib/queries/session';
import { useQueueFilter } from './use-queue-filter';

/** From a page of the queue to all of it that matches. */
export function FilterQueueButton() {
  const [, setFilter] = useQueueFilter();
  const whyNot = useWhyNot('message.read-body');
  return (
    <Button size="small" icon={Funnel} disabledReason={whyNot} onClick={() => void setFilter('', { history: 'push' })}>
      Filter the queue
    </Button>
  );
}
