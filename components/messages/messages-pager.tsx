'use client';

import { useState } from 'react';
import { PageSteps } from '@/components/message-view/page-steps';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
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
  return (
    <PageSteps
      label="Pages of messages"
      from={from}
      limit={limit}
      shownCount={shownCount}
      totalCount={totalCount}
      suffix={order === 'oldest' ? ', oldest first' : ', newest first'}
      onGo={onGo}
    >
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
    </PageSteps>
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
