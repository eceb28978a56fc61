'use client';

import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import type { Operation, Plan, RunOptions } from '@/lib/model/operations';
import { formatCounted } from '@/lib/model/quantity';
import { errorSentence } from '@/lib/queries/client';
import { runPlan } from '@/lib/queries/operations';
import { DestinationForm } from './destination-form';
import { PlanReview } from './plan-review';
import { PlanRun } from './plan-run';
import { firstChoice, type PlanSubject, planRequestOf, titleOf, verbOf } from './plan-subject';
import { canaryFromCount, RunOptionsForm } from './run-options-form';
import { usePlan } from './use-plan';

export type PlanSheetProps = {
  readonly broker: string;
  readonly subject: PlanSubject;
  readonly queueNames: readonly string[];
  readonly exchangeNames: readonly string[];
  readonly onClose: () => void;
};

/** Choose where to, review what will happen, run, and see what became of each message: one sheet from intent to proof. */
export function PlanSheet(props: PlanSheetProps) {
  const { broker, subject, onClose } = props;
  const [choice, setChoice] = useState(() => firstChoice(subject));
  const [options, setOptions] = useState<RunOptions>({
    ratePerSecond: null,
    canary: subject.messageCount >= canaryFromCount,
    targetReadyMax: null,
  });
  const [operation, setOperation] = useState<Operation | null>(null);
  const [run, setRun] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });
  const request = planRequestOf(subject, choice);
  const planning = usePlan(broker, request);

  async function start(plan: Plan) {
    setRun({ isBusy: true, error: null });
    try {
      setOperation(await runPlan(broker, plan.id, options));
      setRun({ isBusy: false, error: null });
    } catch (error) {
      setRun({ isBusy: false, error });
    }
  }

  const verb = verbOf(request);
  if (operation !== null)
    return (
      <Sheet title={titleOf(subject, request)} onClose={onClose} footer={<Button onClick={onClose}>Close</Button>}>
        <PlanRun broker={broker} operation={operation} />
      </Sheet>
    );
  return (
    <Sheet
      title={titleOf(subject, request)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <RunButton planning={planning} verb={verb} isBusy={run.isBusy} isDiscard={subject.kind === 'discard'} onRun={start} />
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {subject.kind === 'discard' ? null : (
          <DestinationForm
            choice={choice}
            hasOrigin={subject.hasOrigin}
            queueNames={props.queueNames}
            exchangeNames={props.exchangeNames}
            onChange={setChoice}
          />
        )}
        <Section title="Plan">
          <PlanPart planning={planning} isComplete={request !== null} />
        </Section>
        {subject.kind === 'discard' || subject.messageCount === 1 ? null : (
          <Section title="How it runs">
            <RunOptionsForm options={options} onChange={setOptions} />
          </Section>
        )}
        {run.error ? <Notice tone="danger">{errorSentence(run.error)}</Notice> : null}
      </div>
    </Sheet>
  );
}

function Sheet({
  title,
  footer,
  onClose,
  children,
}: {
  title: string;
  footer: React.ReactNode;
  onClose: () => void;
  children: React.ReactNode;
}) {
  return (
    <Dialog isOpen onOpenChange={(isOpen) => isOpen || onClose()} placement="side" width="normal" title={title} footer={footer}>
      {children}
    </Dialog>
  );
}

type Planning = ReturnType<typeof usePlan>;

function PlanPart({ planning, isComplete }: { planning: Planning; isComplete: boolean }) {
  if (!isComplete) return <p className="text-ink-muted">Name the destination to see what will happen.</p>;
  if (planning.error)
    return (
      <Notice
        tone="danger"
        action={
          <Button size="small" onClick={planning.planAgain}>
            Try again
          </Button>
        }
      >
        {errorSentence(planning.error)}
      </Notice>
    );
  if (planning.plan === undefined)
    return (
      <div aria-busy="true" className="flex flex-col gap-2">
        <span className="sr-only">Planning</span>
        <Skeleton className="h-6 w-3/4" />
        <Skeleton className="h-20 w-full" />
      </div>
    );
  return (
    <>
      {planning.isExpired ? (
        <div className="mb-3">
          <Notice
            tone="warning"
            action={
              <Button size="small" icon={RotateCw} onClick={planning.planAgain}>
                Plan again
              </Button>
            }
          >
            This plan is too old to run: queues and bindings may have changed since.
          </Notice>
        </div>
      ) : null}
      <PlanReview plan={planning.plan} />
    </>
  );
}

function RunButton(props: { planning: Planning; verb: string; isBusy: boolean; isDiscard: boolean; onRun: (plan: Plan) => void }) {
  const { plan, isPlanning, isExpired } = props.planning;
  const movable = plan === undefined ? 0 : plan.messageCount - plan.unroutableCount;
  const reason =
    plan === undefined
      ? isPlanning
        ? 'The plan is being made.'
        : 'There is no plan yet.'
      : isExpired
        ? 'Plan again first.'
        : movable === 0
          ? 'No message would move.'
          : null;
  return (
    <Button
      variant={props.isDiscard ? 'danger' : 'primary'}
      isBusy={props.isBusy}
      disabledReason={reason}
      onClick={() => plan && props.onRun(plan)}
    >
      {plan === undefined ? props.verb : `${props.verb} ${formatCounted(movable, 'message')}`}
    </Button>
  );
}
