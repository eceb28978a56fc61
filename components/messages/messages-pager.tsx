'use client';

import { PageSteps } from '@/components/message-view/page-steps';
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
