'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import type { Operation, Plan, RunOptions } from '@/lib/model/operations';
import { useNameToType } from '@/lib/queries/brokers';
import { errorSentence } from '@/lib/queries/client';
import { runPlan } from '@/lib/queries/operations';
import { DestinationForm } from './destination-form';
import { PlanPart } from './plan-part';
import { PlanRun } from './plan-run';
import { firstChoice, type PlanSubject, planRequestOf, titleOf, verbOf } from './plan-subject';
import { RunButton } from './run-button';
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
  const nameToType = useNameToType(broker, subject.queue);
  const [typed, setTyped] = useState('');
  const isGrave = planning.plan?.warnings.some((warning) => warning.level === 'danger') ?? false;
  const missingName = nameToType !== null && isGrave && typed !== nameToType ? nameToType : null;

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
          <RunButton
            planning={planning}
            missingName={missingName}
            verb={verb}
            isBusy={run.isBusy}
            isDiscard={subject.kind === 'discard'}
            onRun={start}
          />
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
        {nameToType !== null && isGrave ? (
          <Field label={`This is production, and the plan warns. Type ${nameToType} to go on`}>
            <Input isMono value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        ) : null}
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
