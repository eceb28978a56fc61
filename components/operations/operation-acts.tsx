'use client';

import { ArchiveRestore, Pause, Play, Square, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { notify, notifyError } from '@/components/ui/toast';
import { comesFromOutside, type Operation } from '@/lib/model/operations';
import { formatCounted } from '@/lib/model/quantity';
import { useOperationAct } from '@/lib/queries/operations';
import { useWhyNot } from '@/lib/queries/session';

/** What can be done with the operation now, as the server says; recall is asked about, since consumers may be at work. */
export function OperationActs({ broker, operation }: { broker: string; operation: Operation }) {
  const act = useOperationAct(broker);
  const whyNotReplay = useWhyNot('message.replay');
  const whyNotDiscard = useWhyNot('message.discard');
  const whyNotPublish = useWhyNot('message.publish');
  const [isRecalling, setIsRecalling] = useState(false);
  const can = (verb: Operation['allowed'][number]) => operation.allowed.includes(verb);
  const run = (verb: Operation['allowed'][number]) => act.mutate({ id: operation.id, verb }, { onError: notifyError });
  const isBusy = (verb: string) => act.isPending && act.variables?.verb === verb;
  const { kind } = operation.request;
  const whyNot = comesFromOutside(kind) ? whyNotPublish : kind === 'discard' || kind === 'purge' ? whyNotDiscard : whyNotReplay;
  return (
    <>
      {can('pause') ? (
        <Button icon={Pause} isBusy={isBusy('pause')} disabledReason={whyNot} onClick={() => run('pause')}>
          Pause
        </Button>
      ) : null}
      {can('resume') ? (
        <Button icon={Play} variant="primary" isBusy={isBusy('resume')} disabledReason={whyNot} onClick={() => run('resume')}>
          Go on
        </Button>
      ) : null}
      {can('cancel') ? (
        <Button icon={Square} isBusy={isBusy('cancel')} disabledReason={whyNot} onClick={() => run('cancel')}>
          Cancel the rest
        </Button>
      ) : null}
      {can('recall') ? (
        <Button icon={Undo2} isBusy={isBusy('recall')} disabledReason={whyNot} onClick={() => setIsRecalling(true)}>
          Recall…
        </Button>
      ) : null}
      {can('restore') ? (
        <Button icon={ArchiveRestore} isBusy={isBusy('restore')} disabledReason={whyNot} onClick={() => run('restore')}>
          Restore from the bin
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={isRecalling}
        onOpenChange={setIsRecalling}
        title={`Recall what went out of ${operation.request.queue}?`}
        consequences={[
          `Up to ${formatCounted(operation.counts.published, 'message')} that no consumer has acknowledged yet come back to ${operation.request.queue}, in their order.`,
          'What a consumer has taken in the meantime can’t be brought back; the ledger says exactly which.',
        ]}
        confirmLabel={`Recall ${formatCounted(operation.counts.published, 'message')}`}
        level="note"
        onConfirm={async () => {
          await act.mutateAsync({ id: operation.id, verb: 'recall' });
          notify('The recall is under way.');
        }}
      />
    </>
  );
}
