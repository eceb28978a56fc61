'use client';

import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import type { MessageEdit } from '@/lib/model/operations';
import { errorSentence } from '@/lib/queries/client';
import { type QueuePlace, useMessage } from '@/lib/queries/messages';
import type { PlanSubject } from '../plan-subject';
import { EditManyForm } from './edit-many-form';
import { EditOneForm } from './edit-one-form';

type EditPartProps = { place: QueuePlace; subject: PlanSubject; edit: MessageEdit | null; onEdit: (edit: MessageEdit | null) => void };

/** What is to be changed: the whole message when it is one, rules when there are more. */
export function EditPart({ place, subject, edit, onEdit }: EditPartProps) {
  const { selection } = subject;
  const onlyId = selection.kind === 'ids' && selection.ids.length === 1 ? (selection.ids[0] ?? null) : null;
  const message = useMessage(place, onlyId, onlyId !== null);
  return (
    <Section title="Edit">
      <div className="flex flex-col gap-3">
        {onlyId === null ? (
          <EditManyForm edit={edit} onEdit={onEdit} />
        ) : message.data ? (
          <EditOneForm message={message.data} onEdit={onEdit} />
        ) : message.error ? (
          <Notice tone="danger">{errorSentence(message.error)}</Notice>
        ) : (
          <Skeleton className="h-56 w-full" />
        )}
        <p className="text-small text-ink-muted">
          Only the edited {onlyId === null ? 'messages are' : 'message is'} sent on, never beside the original. The original bytes stay in
          the bin, and a recall puts them back.
        </p>
      </div>
    </Section>
  );
}
