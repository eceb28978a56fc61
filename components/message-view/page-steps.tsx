'use client';

import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { useShortcuts } from '@/components/ui/shortcuts';
import { formatCount } from '@/lib/model/quantity';

/** Where a page stands in a long list that the server holds, and the way to any other. Keys h and l. */
export function PageSteps({
  label,
  from,
  limit,
  shownCount,
  totalCount,
  suffix = '',
  onGo,
  children,
}: {
  label: string;
  from: number;
  limit: number;
  shownCount: number;
  totalCount: number;
  suffix?: string;
  onGo: (from: number) => void;
  children?: ReactNode;
}) {
  const atStart = from === 0 ? 'This is the first page.' : null;
  const atEnd = from + shownCount >= totalCount ? 'This is the last page.' : null;
  const back = () => onGo(Math.max(0, from - limit));
  const on = () => onGo(from + limit);
  useShortcuts([
    { keys: 'h', label: 'Previous page', group: 'Pages', run: () => atStart === null && back() },
    { keys: 'l', label: 'Next page', group: 'Pages', run: () => atEnd === null && on() },
  ]);
  return (
    <nav aria-label={label} className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-t px-4 py-1">
      <span className="text-small text-ink-muted">
        {shownCount === 0 ? 'Nothing here' : `${formatCount(from + 1)} to ${formatCount(from + shownCount)}`} of {formatCount(totalCount)}
        {suffix}
      </span>
      <span className="flex-1" />
      {children}
      <div className="flex">
        <IconButton size="small" label="First page" icon={ChevronFirst} disabledReason={atStart} onClick={() => onGo(0)} />
        <IconButton size="small" label="Previous page" shortcut="h" icon={ChevronLeft} disabledReason={atStart} onClick={back} />
        <IconButton size="small" label="Next page" shortcut="l" icon={ChevronRight} disabledReason={atEnd} onClick={on} />
        <IconButton
          size="small"
          label="Last page"
          icon={ChevronLast}
          disabledReason={atEnd}
          onClick={() => onGo(Math.max(0, totalCount - limit))}
        />
      </div>
    </nav>
  );
}
