'use client';

import { GitCompareArrows, MailOpen, RotateCcw, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Selected } from '@/components/data-table/table-props';
import { Button } from '@/components/ui/button';
import type { MenuEntry } from '@/components/ui/menu';
import { readDeaths } from '@/lib/model/deaths';
import type { BrowsedMessage, Intrusiveness, MessagePage } from '@/lib/model/message';
import type { MessageOrder } from '@/lib/queries/messages';
import { useWhyNot } from '@/lib/queries/session';
import { headerNamesOf, messageColumns, messageKey } from './message-columns';
import { MessagesPager } from './messages-pager';
import { MessagesToolbar } from './messages-toolbar';
import { NoMessages } from './no-messages';
import type { useMessageActs } from './use-message-acts';

export type MessagesTableProps = {
  readonly page: MessagePage | undefined;
  readonly error: unknown;
  readonly isReading: boolean;
  readonly intrusiveness: Intrusiveness;
  readonly params: { readonly from: number; readonly limit: number; readonly order: MessageOrder; readonly message: string | null };
  readonly setParams: (change: Partial<MessagesTableProps['params']>) => void;
  readonly isLive: boolean;
  readonly onLive: (isLive: boolean) => void;
  readonly onRead: () => void;
  readonly acts: ReturnType<typeof useMessageActs>;
  readonly onCompare: (first: BrowsedMessage, second: BrowsedMessage) => void;
};

/** One page of the queue as a table; header names seen on it are offered as columns. */
export function MessagesTable(props: MessagesTableProps) {
  const { page, params, setParams, acts } = props;
  const mayReadBody = useWhyNot('message.read-body') === null;
  const messages = page?.messages;
  const headerNames = JSON.stringify(headerNamesOf(messages ?? []));
  const hasDeaths = messages?.some((message) => readDeaths(message.properties.headers).length > 0) ?? false;
  const columns = useMemo(
    () => messageColumns(JSON.parse(headerNames) as string[], hasDeaths, mayReadBody),
    [headerNames, hasDeaths, mayReadBody],
  );
  return (
    <DataTable
      id="messages"
      label="Messages"
      rows={messages}
      rowKey={messageKey}
      columns={columns}
      error={props.error}
      onRetry={props.onRead}
      totalCount={page?.totalCount ?? 0}
      searchPlaceholder="Filter this page"
      openKey={params.message}
      onOpen={(message) => setParams({ message: messageKey(message) })}
      rowMenu={(message) => rowMenu(message, props)}
      selectionActions={(selected) => (
        <SelectionActs selected={selected} acts={acts} mayReadBody={mayReadBody} onCompare={props.onCompare} />
      )}
      toolbar={
        <MessagesToolbar
          order={params.order}
          intrusiveness={props.intrusiveness}
          isLive={props.isLive}
          isReading={props.isReading}
          onOrder={(order) => setParams({ order, from: 0, message: null })}
          onLive={props.onLive}
          onRead={props.onRead}
        />
      }
      empty={<NoMessages totalCount={page?.totalCount ?? 0} onStart={() => setParams({ from: 0 })} onRead={props.onRead} />}
      footer={
        page ? (
          <MessagesPager
            from={params.from}
            limit={params.limit}
            order={params.order}
            shownCount={page.messages.length}
            totalCount={page.totalCount}
            onGo={(from) => setParams({ from, message: null })}
            onLimit={(limit) => setParams({ limit })}
          />
        ) : null
      }
    />
  );
}

function SelectionActs({
  selected,
  acts,
  mayReadBody,
  onCompare,
}: {
  selected: Selected<BrowsedMessage>;
  mayReadBody: boolean;
} & Pick<MessagesTableProps, 'acts' | 'onCompare'>) {
  const chosen = selected.isEverything ? 'all' : selected.rows;
  const [first, second] = selected.rows;
  const isPair = !selected.isEverything && selected.count === 2 && first !== undefined && second !== undefined;
  const whyNotCompare = isPair ? (mayReadBody ? null : 'Comparing needs the right to read bodies.') : 'Choose two messages to compare.';
  return (
    <>
      <Button size="small" icon={GitCompareArrows} disabledReason={whyNotCompare} onClick={() => isPair && onCompare(first, second)}>
        Compare
      </Button>
      <Button size="small" icon={Trash2} disabledReason={acts.whyNotDiscard(chosen)} onClick={() => acts.discard(chosen)}>
        Discard
      </Button>
      <Button
        size="small"
        variant="primary"
        icon={RotateCcw}
        disabledReason={acts.whyNotReplay(chosen)}
        onClick={() => acts.replay(chosen)}
      >
        Replay…
      </Button>
    </>
  );
}

function rowMenu(message: BrowsedMessage, { acts, setParams }: MessagesTableProps): readonly MenuEntry[] {
  return [
    { label: 'Open', icon: MailOpen, shortcut: 'Enter', onSelect: () => setParams({ message: messageKey(message) }) },
    { label: 'Replay…', icon: RotateCcw, disabledReason: acts.whyNotReplay([message]), onSelect: () => acts.replay([message]) },
    'separator',
    {
      label: 'Discard into the bin',
      icon: Trash2,
      isDanger: true,
      disabledReason: acts.whyNotDiscard([message]),
      onSelect: () => acts.discard([message]),
    },
  ];
}
