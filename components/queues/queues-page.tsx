'use client';

import { Layers, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ReactNode, useMemo, useState } from 'react';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { useShortcuts } from '@/components/ui/shortcuts';
import { useThrottled } from '@/components/ui/throttled';
import { memoByObject } from '@/lib/base/memo-by-object';
import { queueKey } from '@/lib/model/live';
import { queuePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';
import { queueHealth } from '@/lib/model/queue-health';
import type { Queue } from '@/lib/model/resources';
import { useDeadLetterTargets } from '@/lib/queries/dead-letter-targets';
import { useLiveRows } from '@/lib/queries/live';
import { useWhyNot } from '@/lib/queries/session';
import { queueActs } from './queue-acts';
import { queueColumns } from './queue-columns';

const CreateQueueDialog = dynamic(() => import('./create-queue-dialog').then((module) => module.CreateQueueDialog), { ssr: false });
const DeleteQueueDialog = dynamic(() => import('./delete-queue-dialog').then((module) => module.DeleteQueueDialog), { ssr: false });
const PurgeDialog = dynamic(() => import('./purge-dialog').then((module) => module.PurgeDialog), { ssr: false });

const defaultSort: Sort = { column: 'name', direction: 'ascending' };
/** A table of 10,000 asks for each row's key several times at each tick. */
const rowKey = memoByObject(queueKey);
const SENTENCE_INTERVAL_MS = 2_000;
const isNoTarget = () => false;
type Act = { readonly kind: 'purge' | 'delete'; readonly queues: readonly Queue[] };

function sentenceOf(queues: readonly Queue[] | undefined, isTarget: (queue: Queue) => boolean): string {
  if (!queues) return 'Loading the queues.';
  const judged = queues.map((queue) => queueHealth(queue, isTarget(queue)));
  const bad = judged.filter((health) => health.level === 'danger').length;
  const growing = judged.filter((health) => health.condition === 'growing').length;
  const all = formatCounted(queues.length, 'queue');
  if (bad + growing === 0) return queues.length === 0 ? 'No queues.' : `${all}, none stuck, none growing.`;
  const needing = bad === 0 ? '' : `${bad} need${bad === 1 ? 's' : ''} attention`;
  const rising = growing === 0 ? '' : `${growing} ${growing === 1 ? 'is' : 'are'} growing`;
  return `Of ${all}, ${[needing, rising].filter(Boolean).join(' and ')}.`;
}

function useSeveralVirtualHosts(queues: readonly Queue[] | undefined): boolean {
  const first = queues?.[0]?.virtualHost;
  return queues?.some((queue) => queue.virtualHost !== first) ?? false;
}

function useQueueReasons() {
  return { manage: useWhyNot('queue.manage'), purge: useWhyNot('queue.purge'), publish: useWhyNot('message.publish') };
}

/** All queues of a broker, live. */
export function QueuesPage({ broker }: { broker: string }) {
  const queues = useLiveRows(broker, 'queues');
  const isTarget = useDeadLetterTargets(broker)?.isTarget ?? isNoTarget;
  const sentence = sentenceOf(useThrottled(queues, SENTENCE_INTERVAL_MS), isTarget);
  const [dialog, setDialog] = useQueryState('dialog', parseAsStringLiteral(['new'] as const));
  const manageReason = useWhyNot('queue.manage');
  const add = () => void setDialog('new');
  useShortcuts([{ keys: 'n', label: 'New queue', group: 'Queues', run: () => manageReason === null && add() }]);
  const newButton = (
    <Button icon={Plus} variant="primary" onClick={add} disabledReason={manageReason}>
      New queue
    </Button>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Queues" sentence={sentence} actions={newButton} />
      <QueuesTable broker={broker} queues={queues} isTarget={isTarget} newButton={newButton} />
      {dialog === 'new' ? <CreateQueueDialog broker={broker} onClose={() => void setDialog(null)} /> : null}
    </div>
  );
}

function QueuesTable({
  broker,
  queues,
  isTarget,
  newButton,
}: {
  broker: string;
  queues: readonly Queue[] | undefined;
  isTarget: (queue: Queue) => boolean;
  newButton: ReactNode;
}) {
  const router = useRouter();
  const hasSeveral = useSeveralVirtualHosts(queues);
  const columns = useMemo(() => queueColumns(broker, hasSeveral, isTarget), [broker, hasSeveral, isTarget]);
  const [act, setAct] = useState<Act | null>(null);
  const reasons = useQueueReasons();
  const purge = (chosen: readonly Queue[]) => setAct({ kind: 'purge', queues: chosen });
  const remove = (chosen: readonly Queue[]) => setAct({ kind: 'delete', queues: chosen });
  const close = () => setAct(null);
  return (
    <>
      <DataTable
        id="queues"
        label="Queues"
        rows={queues}
        rowKey={rowKey}
        columns={columns}
        defaultSort={defaultSort}
        searchPlaceholder="Filter by name, type, feature"
        onOpen={(queue) => router.push(queuePath(broker, queue))}
        rowMenu={(queue) => queueActs(broker, queue, reasons, { purge: (one) => purge([one]), remove: (one) => remove([one]) })}
        selectionActions={({ rows }) => (
          <>
            <Button size="small" disabledReason={reasons.purge} onClick={() => purge(rows)}>
              Purge for good …
            </Button>
            <Button size="small" disabledReason={reasons.manage} onClick={() => remove(rows)}>
              Delete …
            </Button>
          </>
        )}
        empty={
          <EmptyState icon={Layers} title="No queues yet" action={newButton}>
            A queue keeps messages until a consumer has acknowledged them. Clients make their own when they declare them; you can also make
            one here.
          </EmptyState>
        }
      />
      {act?.kind === 'purge' ? <PurgeDialog broker={broker} queues={act.queues} onClose={close} /> : null}
      {act?.kind === 'delete' ? <DeleteQueueDialog broker={broker} queues={act.queues} onClose={close} /> : null}
    </>
  );
}
