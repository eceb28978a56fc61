'use client';

import { DataTable } from '@/components/data-table/data-table';
import type { BrowsedMessage, MessagePage } from '@/lib/model/message';
import { useWhyNot } from '@/lib/queries/session';
import { messageKey } from './message-columns';
import { messageMenu } from './message-menu';
import { MessagesPager } from './messages-pager';
import { type MessagesPlace, MessagesToolbar, type MessagesToolbarProps } from './messages-toolbar';
import { NoMessages } from './no-messages';
import { SelectionActs } from './selection-acts';
import type { useMessageActs } from './use-message-acts';
import { useMessageColumns } from './use-message-columns';

export type MessagesTableProps = {
  readonly page: MessagePage | undefined;
  readonly error: unknown;
  readonly params: MessagesPlace & { readonly limit: number; readonly message: string | null };
  readonly setParams: (change: Partial<MessagesTableProps['params']>) => void;
  readonly acts: ReturnType<typeof useMessageActs>;
  readonly onCompare: (first: BrowsedMessage, second: BrowsedMessage) => void;
  readonly toolbar: MessagesToolbarProps;
};

/** One page of the queue as a table; header names seen on it are offered as columns. */
export function MessagesTable(props: MessagesTableProps) {
  const { page, params, setParams, acts, toolbar } = props;
  const mayReadBody = useWhyNot('message.read-body') === null;
  const messages = page?.messages;
  const from = params.since === null ? params.from : (messages?.[0]?.position ?? page?.totalCount ?? 0);
  const columns = useMessageColumns(messages);
  return (
    <DataTable
      id="messages"
      label="Messages"
      rows={messages}
      rowKey={messageKey}
      columns={columns}
      error={props.error}
      onRetry={toolbar.onRead}
      totalCount={page?.totalCount ?? 0}
      searchPlaceholder="Filter this page"
      openKey={params.message}
      onOpen={(message) => setParams({ message: messageKey(message) })}
      rowMenu={(message) => messageMenu(message, acts, (key) => setParams({ message: key }))}
      selectionActions={(selected) => (
        <SelectionActs selected={selected} acts={acts} mayReadBody={mayReadBody} onCompare={props.onCompare} />
      )}
      toolbar={<MessagesToolbar {...toolbar} />}
      empty={
        <NoMessages
          totalCount={page?.totalCount ?? 0}
          since={params.since}
          onStart={() => setParams({ from: 0, since: null })}
          onFollow={toolbar.intrusiveness.level === 'none' ? () => setParams({ live: true, order: 'newest', since: null }) : null}
          onRead={toolbar.onRead}
        />
      }
      footer={
        page ? (
          <MessagesPager
            from={from}
            limit={params.limit}
            order={params.order}
            shownCount={page.messages.length}
            totalCount={page.totalCount}
            onGo={(to) => setParams({ from: to, since: null, message: null })}
            onLimit={(limit) => setParams({ limit })}
          />
        ) : null
      }
    />
  );
}
