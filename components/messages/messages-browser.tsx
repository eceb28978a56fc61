'use client';

import { useState } from 'react';
import { CompareDialog } from '@/components/message-view/compare-dialog';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Notice } from '@/components/ui/notice';
import type { BrowsedMessage, Intrusiveness } from '@/lib/model/message';
import type { QueuePlace } from '@/lib/queries/messages';
import { messageKey } from './message-columns';
import { MessagePane } from './message-pane';
import { useMessageParams } from './message-params';
import { MessagesTable } from './messages-table';
import { MessagesTail } from './messages-tail';
import type { MessagesToolbarProps } from './messages-toolbar';
import { OpenPlan } from './plan/open-plan';
import { ReadConsent } from './read-consent';
import { useMessageActs } from './use-message-acts';
import { useMessages } from './use-messages';

/** List and open message. Where reading leaves traces, nothing is read until the person has agreed. */
export function MessagesBrowser({ place, intrusiveness }: { place: QueuePlace; intrusiveness: Intrusiveness }) {
  const [params, setParams] = useMessageParams();
  const isFree = intrusiveness.level === 'none';
  const [hasAgreed, setHasAgreed] = useState(isFree);
  const [compared, setCompared] = useState<readonly [BrowsedMessage, BrowsedMessage] | null>(null);
  const { page, following, messages, open, ...list } = useMessages(place, params, { isAllowed: hasAgreed, isFree });
  const acts = useMessageActs(place, messages, list.totalCount);

  // The address opens a plan once, when the first page says what is there.
  const wanted = page.data === undefined ? null : params.plan;
  const [opened, setOpened] = useState<typeof wanted>(null);
  if (wanted !== opened) {
    setOpened(wanted);
    if (wanted === 'replay') acts.replay('all');
    if (wanted === 'discard') acts.discard('all');
    if (wanted === 'purge') acts.purge();
  }

  if (!hasAgreed) return <ReadConsent intrusiveness={intrusiveness} limit={params.limit} onRead={() => setHasAgreed(true)} />;

  const step = (by: 1 | -1) => {
    const next = messages[messages.findIndex((message) => messageKey(message) === params.message) + by];
    if (next !== undefined) void setParams({ message: messageKey(next) }, { history: 'replace' });
  };
  const closePlan = () => {
    acts.close();
    void setParams({ plan: null }, { history: 'replace' });
    if (isFree && !list.isLive) void page.refetch();
  };
  const compare = (first: BrowsedMessage, second: BrowsedMessage) => setCompared([first, second]);
  const toolbar: MessagesToolbarProps = {
    at: params,
    totalCount: list.totalCount,
    intrusiveness,
    whyNotTime: list.whyNotTime,
    isReading: page.isFetching,
    onGo: (to) => void setParams({ ...to, message: null }),
    onRead: () => void page.refetch(),
  };
  return (
    <div className={classNames('grid min-h-0 flex-1', open ? 'grid-cols-[minmax(0,1fr)_minmax(0,1fr)] max-md:grid-cols-1' : 'grid-cols-1')}>
      <div className={classNames('flex min-h-0 min-w-0 flex-col', open && 'max-md:hidden')}>
        {list.isGone ? <Gone onClose={() => void setParams({ message: null }, { history: 'replace' })} /> : null}
        {list.isLive ? (
          <MessagesTail
            following={following}
            isFollowing={list.isFollowing}
            onFollowing={list.setIsFollowing}
            openKey={params.message}
            onOpen={(message) => void setParams({ message })}
            acts={acts}
            onCompare={compare}
            toolbar={toolbar}
          />
        ) : (
          <MessagesTable
            page={page.data}
            error={page.error}
            params={params}
            setParams={(change) => void setParams(change)}
            acts={acts}
            onCompare={compare}
            toolbar={toolbar}
          />
        )}
      </div>
      {open ? (
        <MessagePane
          message={open}
          place={place}
          canLoadById={list.canLoadById}
          whyNotReplay={acts.whyNotReplay([open])}
          whyNotDiscard={acts.whyNotDiscard([open])}
          whyNotEdit={acts.whyNotEdit([open])}
          onReplay={() => acts.replay([open])}
          onEdit={() => acts.edit([open])}
          onDiscard={() => acts.discard([open])}
          onStep={step}
          onClose={() => void setParams({ message: null })}
        />
      ) : null}
      {compared ? <CompareDialog first={compared[0]} second={compared[1]} place={place} onClose={() => setCompared(null)} /> : null}
      {acts.subject ? <OpenPlan key={JSON.stringify(acts.subject)} place={place} subject={acts.subject} onClose={closePlan} /> : null}
    </div>
  );
}

function Gone({ onClose }: { onClose: () => void }) {
  return (
    <div className="px-4 pt-3">
      <Notice
        tone="warning"
        action={
          <Button size="small" onClick={onClose}>
            Show the list
          </Button>
        }
      >
        The message of this link is not on this page of the queue any more: it was consumed, moved, or others went before it.
      </Notice>
    </div>
  );
}
