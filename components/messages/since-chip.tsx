'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useTimeZone } from '@/components/ui/time-zone';
import { formatDateTime } from '@/lib/model/quantity';

/** The time at which the page begins, and the way back to the head. */
export function SinceChip({ since, onClear }: { since: Date; onClear: () => void }) {
  const [zone] = useTimeZone();
  return (
    <Button size="small" icon={X} onClick={onClear} aria-label={`From ${formatDateTime(since.getTime(), zone)}; begin at the head again`}>
      From {formatDateTime(since.getTime(), zone)}
    </Button>
  );
}
