'use client';

import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { formatCount } from '@/lib/model/quantity';
import { type MessageOrder, messagePageLimits } from '@/lib/queries/messages';

export type MessagesPagerProps = {
  readonly from: number;
  readonly limit: number;
  readonly order: MessageOrder;
  readonly shownCount: number;
  readonly totalCount: number;
  readonly onGo: (from: number) => void;
  readonly onLimit: (limit: number) => void;
};

/** Where in the queue the page stands, and any other place in it. */
export function MessagesPager({ from, limit, order, shownCount, totalCount, onGo, onLimit }: MessagesPagerProps) {
  const isFirst = from === 0;
  const isLast = from + shownCount >= totalCount;
  const last = Math.max(0, totalCount - limit);
  const end = order === 'oldest' ? 'head' : 'tail';
  return (
    <nav aria-label="Pages of messages" className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-t px-4 py-1">
      <span className="text-small text-ink-muted">
        {shownCount === 0 ? 'No messages here' : `${formatCount(from + 1)} to ${formatCount(from + shownCount)}`} of{' '}
        {formatCount(totalCount)}, from the {end}
      </span>
      <span className="flex-1" />
      <GoTo max={totalCount} onGo={onGo} />
      <div className="w-[104px]">
        <Select
          size="small"
          ariaLabel="Messages a page"
          value={String(limit)}
          options={messagePageLimits.map((each) => ({ value: String(each), label: `${each} a page` }))}
          onChange={(value) => onLimit(Number(value))}
        />
      </div>
      <div className="flex">
        <IconButton
          size="small"
          label="First page"
          icon={ChevronFirst}
          disabledReason={isFirst ? 'This is the first page.' : null}
          onClick={() => onGo(0)}
        />
        <IconButton
          size="small"
          label="Previous page"
          shortcut="h"
          icon={ChevronLeft}
          disabledReason={isFirst ? 'This is the first page.' : null}
          onClick={() => onGo(Math.max(0, from - limit))}
        />
        <IconButton
          size="small"
          label="Next page"
          shortcut="l"
          icon={ChevronRight}
          disabledReason={isLast ? 'This is the last page.' : null}
          onClick={() => onGo(from + limit)}
        />
        <IconButton
          size="small"
          label="Last page"
          icon={ChevronLast}
          disabledReason={isLast ? 'This is the last page.' : null}
          onClick={() => onGo(last)}
        />
      </div>
    </nav>
  );
}

function GoTo({ max, onGo }: { max: number; onGo: (from: number) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      className="w-24"
      onSubmit={(event) => {
        event.preventDefault();
        const place = Number(text);
        if (text !== '' && Number.isInteger(place) && place >= 1) onGo(Math.min(place, Math.max(1, max)) - 1);
        setText('');
      }}
    >
      <Input
        size="small"
        inputMode="numeric"
        aria-label="Go to message number"
        placeholder="Go to …"
        value={text}
        onChange={(event) => setText(event.target.value.replace(/\D/g, ''))}
      />
    </form>
  );
}
