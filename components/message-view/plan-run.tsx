'use client';

import { Pause, Play, Square } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { notifyError } from '@/components/ui/toast';
import type { Operation } from '@/lib/model/operations';
import { pagePath } from '@/lib/model/page-path';
import { type OperationVerb, useOperation, useOperationAct } from '@/lib/queries/operations';
import { OperationFigures } from './operation-figures';

const shownVerbs: readonly { verb: OperationVerb; label: string; icon: typeof Pause }[] = [
  { verb: 'pause', label: 'Pause', icon: Pause },
  { verb: 'resume', label: 'Go on', icon: Play },
  { verb: 'cancel', label: 'Cancel the rest', icon: Square },
];

/** The operation under way. It runs on the server: closing this sheet, the page or the browser does not stop it. */
export function PlanRun({ broker, operation: started }: { broker: string; operation: Operation }) {
  const { operation = started } = useOperation(broker, started.id);
  const act = useOperationAct(broker);
  return (
    <div className="flex flex-col gap-4">
      <OperationFigures operation={operation} />
      <div className="flex flex-wrap gap-2">
        {shownVerbs
          .filter(({ verb }) => operation.allowed.includes(verb))
          .map(({ verb, label, icon }) => (
            <Button
              key={verb}
              icon={icon}
              isBusy={act.isPending && act.variables?.verb === verb}
              onClick={() => act.mutate({ id: operation.id, verb }, { onError: notifyError })}
            >
              {label}
            </Button>
          ))}
        <ButtonLink href={pagePath([broker, 'operations', operation.id])}>Every message’s outcome</ButtonLink>
      </div>
      {operation.state === 'running' ? (
        <p className="text-small text-ink-muted">It runs on the server and goes on without this page.</p>
      ) : null}
    </div>
  );
}
