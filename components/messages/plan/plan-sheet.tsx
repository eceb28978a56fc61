'use client';

import { useState } from 'react';
import { PlanRun } from '@/components/message-view/plan-run';
import { canaryFromCount, RunOptionsForm } from '@/components/message-view/run-options-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import type { MessageEdit, Operation, Plan, RunOptions } from '@/lib/model/operations';
import { useNameToType } from '@/lib/queries/brokers';
import type { QueuePlace } from '@/lib/queries/messages';
import { runPlan } from '@/lib/queries/operations';
import { DestinationForm } from './destination-form';
import { EditPart } from './edit/edit-part';
import { PlanPart } from './plan-part';
import { firstChoice, isRemoval, type PlanSubject, planRequestOf, titleOf, verbOf } from './plan-subject';
import { RunButton } from './run-button';
import { RunError } from './run-error';
import { usePlan } from './use-plan';

export type PlanSheetProps = {
  readonly place: QueuePlace;
  readonly subject: PlanSubject;
  readonly queueNames: readonly string[];
  readonly exchangeNames: readonly string[];
  readonly onClose: () => void;
};

/** Choose where to, review what will happen, run, and see what became of each message: one sheet from intent to proof. */
export function PlanSheet(props: PlanSheetProps) {
  const { place, subject, onClose } = props;
  const { broker } = place;
  const [choice, setChoice] = useState(() => firstChoice(subject));
  const [options, setOptions] = useState<RunOptions>({
    ratePerSecond: null,
    canary: subject.messageCount >= canaryFromCount,
    targetReadyMax: null,
  });
  const [operation, setOperation] = useState<Operation | null>(null);
  const [run, setRun] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });
  const [edit, setEdit] = useState<MessageEdit | null>(null);
  const request = planRequestOf(subject, choice, edit);
  const planning = usePlan(broker, request);
  const nameToType = useNameToType(broker, subject.queue);
  const [typed, setTyped] = useState('');
  const isGrave = planning.plan?.warnings.some(({ level, code }) => level === 'danger' || code === 'no-undo') ?? false;
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

  const planAgain = () => {
    setRun({ isBusy: false, error: null });
    planning.planAgain();
  };
  const verb = verbOf(subject, request);
  const isEdit = subject.kind === 'edit';
  if (operation !== null)
    return (
      <Sheet title={titleOf(subject, request)} onClose={onClose} footer={<Button onClick={onClose}>Close</Button>}>
        <PlanRun broker={broker} operation={operation} />
      </Sheet>
    );
  return (
    <Sheet
      title={titleOf(subject, request)}
      isWide={isEdit}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <RunButton
            planning={planning}
            missingName={missingName}
            verb={verb}
            isBusy={run.isBusy}
            isDiscard={isRemoval(subject)}
            onRun={start}
          />
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {isEdit ? <EditPart place={place} subject={subject} edit={edit} onEdit={setEdit} /> : null}
        {isRemoval(subject) ? null : (
          <DestinationForm
            choice={choice}
            canKeepOriginals={!isEdit}
            hasOrigin={subject.hasOrigin}
            queueNames={props.queueNames}
            exchangeNames={props.exchangeNames}
            onChange={setChoice}
          />
        )}
        <Section title="Plan">
          <PlanPart planning={planning} missing={request === null ? missingOf(isEdit && edit === null) : null} />
        </Section>
        {isRemoval(subject) || subject.messageCount === 1 ? null : (
          <Section title="How it runs">
            <RunOptionsForm options={options} onChange={setOptions} />
          </Section>
        )}
        {nameToType !== null && isGrave ? (
          <Field label={`This is production, and the plan warns. Type ${nameToType} to go on`}>
            <Input isMono value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        ) : null}
        {run.error ? <RunError cause={run.error} onPlanAgain={planAgain} /> : null}
      </div>
    </Sheet>
  );
}

const missingOf = (isUnedited: boolean): string =>
  isUnedited ? 'Change something to see what will happen.' : 'Name the destination to see what will happen.';

function Sheet({
  title,
  isWide = false,
  footer,
  onClose,
  children,
}: {
  title: string;
  isWide?: boolean;
  footer: React.ReactNode;
  onClose: () => void;
  children: React.ReactNode;
}) {
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      placement="side"
      width={isWide ? 'wide' : 'normal'}
      title={title}
      footer={footer}
    >
      {children}
    </Dialog>
  );
}
