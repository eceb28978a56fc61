'use client';

import { CircleCheck, MailOpen, RotateCcw, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import type { MenuEntry } from '@/components/ui/menu';
import { PageHeader } from '@/components/ui/page-header';
import { useThrottled } from '@/components/ui/throttled';
import { type DeadLetterMap, type DeadLetterTarget, mapDeadLetters } from '@/lib/model/dead-letter-targets';
import { queueKey } from '@/lib/model/live';
import { queuePath } from '@/lib/model/page-path';
import { formatCount, formatCounted } from '@/lib/model/quantity';
import { useLiveRows } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { deadLetterColumns } from './dead-letter-columns';
import { LostNotice } from './lost-notice';

const mapIntervalMs = 1_000;
const defaultSort: Sort = { column: 'messages', direction: 'descending' };
const targetKey = (target: DeadLetterTarget): string => queueKey(target.queue);

function useDeadLetterMap(broker: string): DeadLetterMap | undefined {
  const queues = useThrottled(useLiveRows(broker, 'queues'), mapIntervalMs);
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  return useMemo(
    () => (queues && exchanges && bindings ? mapDeadLetters({ queues, exchanges, bindings }) : undefined),
    [queues, exchanges, bindings],
  );
}

/** Every queue that takes dead letters, what lies in it, why and where from. Empty is the goal. */
export function DeadLettersPage({ broker }: { broker: string }) {
  const router = useRouter();
  const map = useDeadLetterMap(broker);
  const hasSeveralHosts = new Set(map?.targets.map((target) => target.queue.virtualHost)).size > 1;
  const columns = useMemo(() => deadLetterColumns(broker, hasSeveralHosts), [broker, hasSeveralHosts]);
  const whyNot = { replay: useWhyNot('message.replay'), discard: useWhyNot('message.discard') };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Dead letters" sentence={sentenceOf(map)} />
      {map ? <LostNotice broker={broker} lost={map.lost} /> : null}
      {map ? <GoodNews map={map} /> : null}
      <DataTable
        id="dead-letters"
        label="Dead-letter queues"
        rows={map?.targets}
        rowKey={targetKey}
        columns={columns}
        defaultSort={defaultSort}
        searchPlaceholder="Filter by queue or source"
        onOpen={(target) => router.push(queuePath(broker, target.queue, { tab: 'messages' }))}
        rowMenu={(target) => rowMenu(broker, target, whyNot)}
        empty={
          <EmptyState icon={CircleCheck} isGoodNews title="No dead letters">
            No queue of this broker collects dead letters. Give a queue a dead-letter exchange, and what its consumers reject, what expires
            or finds no room is kept there instead of being dropped; it then shows here.
          </EmptyState>
        }
      />
    </div>
  );
}

function rowMenu(
  broker: string,
  { queue }: DeadLetterTarget,
  whyNot: { replay: string | null; discard: string | null },
): readonly MenuEntry[] {
  const empty = (queue.totalCount ?? 0) === 0 ? 'There is nothing in it.' : null;
  return [
    { label: 'Open the messages', icon: MailOpen, shortcut: 'Enter', href: queuePath(broker, queue, { tab: 'messages' }) },
    {
      label: 'Replay all…',
      icon: RotateCcw,
      disabledReason: whyNot.replay ?? empty,
      href: queuePath(broker, queue, { tab: 'messages', plan: 'replay' }),
    },
    'separator',
    {
      label: 'Discard all…',
      icon: Trash2,
      isDanger: true,
      disabledReason: whyNot.discard ?? empty,
      href: queuePath(broker, queue, { tab: 'messages', plan: 'discard' }),
    },
  ];
}

function sentenceOf(map: DeadLetterMap | undefined): string {
  if (map === undefined) return 'Looking for dead letters.';
  const filled = map.targets.filter((target) => (target.queue.totalCount ?? 0) > 0);
  if (map.targets.length === 0) return 'No queue collects dead letters.';
  if (filled.length === 0) return 'No dead letters are waiting.';
  const count = filled.reduce((sum, target) => sum + (target.queue.totalCount ?? 0), 0);
  if (map.targets.length === 1)
    return `${formatCounted(count, 'dead letter')} ${count === 1 ? 'waits' : 'wait'} in ${map.targets[0]?.queue.name ?? ''}.`;
  return `${formatCounted(count, 'dead letter')} in ${formatCount(filled.length)} of ${formatCounted(map.targets.length, 'queue')}.`;
}

function GoodNews({ map }: { map: DeadLetterMap }) {
  const isClear = map.targets.length > 0 && map.targets.every((target) => (target.queue.totalCount ?? 0) === 0);
  if (!isClear) return null;
  return (
    <p className="mx-4 mb-3 flex items-center gap-2 rounded-base bg-good-soft px-3 py-2">
      <CircleCheck aria-hidden className="size-4 text-good" />
      Everything was processed: {map.targets.length === 1 ? 'the queue' : `all ${formatCount(map.targets.length)} queues`} for dead letters{' '}
      {map.targets.length === 1 ? 'is' : 'are'} empty.
    </p>
  );
}
