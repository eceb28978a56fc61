'use client';

import { Radio } from 'lucide-react';
import { type UIEvent, useRef } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import type { BrowsedMessage } from '@/lib/model/message';
import { useWhyNot } from '@/lib/queries/session';
import type { useTail } from '@/lib/queries/tail';
import { messageKey } from './message-columns';
import { messageMenu } from './message-menu';
import { MessagesToolbar, type MessagesToolbarProps } from './messages-toolbar';
import { SelectionActs } from './selection-acts';
import { NewMessagesButton, TailStatus } from './tail-status';
import type { useMessageActs } from './use-message-acts';
import { useMessageColumns } from './use-message-columns';

/** Scrolled by less than this the list still counts as looked at from its top. */
const atTopPixels = 8;

/** The newest messages as they come, on top. Who scrolls away reads in peace: what comes meanwhile waits behind a button. */
export function MessagesTail({
  following,
  isFollowing,
  onFollowing,
  openKey,
  onOpen,
  acts,
  onCompare,
  toolbar,
}: {
  following: ReturnType<typeof useTail>;
  isFollowing: boolean;
  onFollowing: (isFollowing: boolean) => void;
  openKey: string | null;
  onOpen: (key: string) => void;
  acts: ReturnType<typeof useMessageActs>;
  onCompare: (first: BrowsedMessage, second: BrowsedMessage) => void;
  toolbar: MessagesToolbarProps;
}) {
  const { tail, error } = following;
  const mayReadBody = useWhyNot('message.read-body') === null;
  const columns = useMessageColumns(tail?.shown);
  const scroller = useRef<HTMLElement | null>(null);
  function onScroll({ target }: UIEvent) {
    if (!(target instanceof HTMLElement)) return;
    scroller.current = target;
    const isAtTop = target.scrollTop <= atTopPixels;
    if (isAtTop !== isFollowing) onFollowing(isAtTop);
    if (isAtTop) following.release();
  }
  function backToNewest() {
    following.release();
    onFollowing(true);
    scroller.current?.scrollTo({ top: 0 });
  }
  return (
    <div onScrollCapture={onScroll} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      {tail !== null && tail.shown.length === 0 ? (
        <div className="px-4 py-2">
          <MessagesToolbar {...toolbar} />
        </div>
      ) : null}
      <DataTable
        id="messages"
        label="Messages"
        rows={tail?.shown}
        rowKey={messageKey}
        columns={columns}
        error={error}
        onRetry={following.look}
        searchPlaceholder="Filter these"
        openKey={openKey}
        onOpen={(message) => onOpen(messageKey(message))}
        rowMenu={(message) => messageMenu(message, acts, onOpen)}
        selectionActions={(selected) => <SelectionActs selected={selected} acts={acts} mayReadBody={mayReadBody} onCompare={onCompare} />}
        toolbar={<MessagesToolbar {...toolbar} />}
        empty={
          <EmptyState icon={Radio} title="Waiting for the next message">
            It appears here as soon as it is published to this queue.
          </EmptyState>
        }
      />
      <div aria-live="polite">
        <NewMessagesButton count={tail?.waitingCount ?? 0} onClick={backToNewest} />
      </div>
      {tail === null ? null : <TailStatus tail={tail} isFollowing={isFollowing} />}
    </div>
  );
}
