'use client';

import { Eye, LocateFixed, RotateCw } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Tooltip } from '@/components/ui/tooltip';
import type { Intrusiveness } from '@/lib/model/message';
import type { MessageOrder } from '@/lib/queries/messages';
import { FilterQueueButton } from './filter-queue-button';
import { SinceChip } from './since-chip';

const JumpDialog = dynamic(() => import('./jump-dialog').then((module) => module.JumpDialog), { ssr: false });

/** Where the list looks at the queue: a page of it from either end, a position or a time, or its newest messages as they come. */
export type MessagesPlace = {
  readonly order: MessageOrder;
  readonly from: number;
  readonly since: Date | null;
  readonly live: boolean;
};

export type MessagesToolbarProps = {
  readonly at: MessagesPlace;
  readonly totalCount: number;
  readonly intrusiveness: Intrusiveness;
  readonly whyNotTime: string | null;
  readonly isReading: boolean;
  readonly onGo: (to: Partial<MessagesPlace>) => void;
  readonly onRead: () => void;
};

/** Where to look, whether the list follows the queue, and what looking changes. */
export function MessagesToolbar({ at, totalCount, intrusiveness, whyNotTime, isReading, onGo, onRead }: MessagesToolbarProps) {
  const [isJumping, setIsJumping] = useState(false);
  const isFree = intrusiveness.level === 'none';
  const start = { live: false, since: null, from: 0 } as const;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SegmentedControl
        ariaLabel="Look from"
        value={at.live ? 'live' : at.order}
        onChange={(value) => onGo(value === 'live' ? { ...start, live: true, order: 'newest' } : { ...start, order: value })}
        options={[
          { value: 'oldest', label: 'Oldest' },
          { value: 'newest', label: 'Newest' },
          ...(isFree ? [{ value: 'live' as const, label: 'Live' }] : []),
        ]}
      />
      <Button size="small" icon={LocateFixed} onClick={() => setIsJumping(true)}>
        Go to…
      </Button>
      {at.since === null ? null : <SinceChip since={at.since} onClear={() => onGo({ ...start, order: 'oldest' })} />}
      {at.live ? null : (
        <IconButton
          size="small"
          label={isFree ? 'Read again' : 'Read again, with the same traces'}
          icon={RotateCw}
          aria-busy={isReading}
          onClick={onRead}
        />
      )}
      <FilterQueueButton />
      <Tooltip content={intrusiveness.effects.join(' ')}>
        <button type="button" className="inline-flex items-center gap-1 text-small text-ink-muted">
          <Eye aria-hidden className={isFree ? 'size-3.5 text-good' : 'size-3.5 text-warning'} />
          {isFree ? 'Looking changes nothing' : 'Looking leaves traces'}
        </button>
      </Tooltip>
      {isJumping ? (
        <JumpDialog
          totalCount={totalCount}
          whyNotTime={whyNotTime}
          onPosition={(from) => onGo({ ...start, order: 'oldest', from })}
          onTime={(atMs) => onGo({ ...start, order: 'oldest', since: new Date(atMs) })}
          onClose={() => setIsJumping(false)}
        />
      ) : null}
    </div>
  );
}
