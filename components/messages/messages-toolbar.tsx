'use client';

import { Eye, RotateCw } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Tooltip } from '@/components/ui/tooltip';
import type { Intrusiveness } from '@/lib/model/message';
import type { MessageOrder } from '@/lib/queries/messages';

export type MessagesToolbarProps = {
  readonly order: MessageOrder;
  readonly intrusiveness: Intrusiveness;
  readonly isLive: boolean;
  readonly isReading: boolean;
  readonly onOrder: (order: MessageOrder) => void;
  readonly onLive: (isLive: boolean) => void;
  readonly onRead: () => void;
};

/** Which end to look from, whether the list follows the queue, and what looking changes. */
export function MessagesToolbar({ order, intrusiveness, isLive, isReading, onOrder, onLive, onRead }: MessagesToolbarProps) {
  const isFree = intrusiveness.level === 'none';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SegmentedControl
        ariaLabel="Look from"
        value={order}
        onChange={onOrder}
        options={[
          { value: 'oldest', label: 'Oldest' },
          { value: 'newest', label: 'Newest' },
        ]}
      />
      {isFree ? (
        <SegmentedControl
          ariaLabel="Follow the queue"
          value={isLive ? 'live' : 'still'}
          onChange={(value) => onLive(value === 'live')}
          options={[
            { value: 'still', label: 'Still' },
            { value: 'live', label: 'Live' },
          ]}
        />
      ) : null}
      <IconButton
        size="small"
        label={isFree ? 'Read again' : 'Read again, with the same traces'}
        icon={RotateCw}
        aria-busy={isReading}
        onClick={onRead}
      />
      <Tooltip content={intrusiveness.effects.join(' ')}>
        <button type="button" className="inline-flex items-center gap-1 text-small text-ink-muted">
          <Eye aria-hidden className={isFree ? 'size-3.5 text-good' : 'size-3.5 text-warning'} />
          {isFree ? 'Looking changes nothing' : 'Looking leaves traces'}
        </button>
      </Tooltip>
    </div>
  );
}
