'use client';

import { useState } from 'react';
import { PlanReview } from '@/components/message-view/plan-review';
import { PlanRun } from '@/components/message-view/plan-run';
import { RunOptionsForm } from '@/components/message-view/run-options-form';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import type { RunOptions } from '@/lib/model/operations';
import { formatCounted } from '@/lib/model/quantity';
import { errorSentence } from '@/lib/queries/client';
import { useWhyNot } from '@/lib/queries/session';
import { FileDrop } from './file-drop';
import { useImport } from './use-import';

const ways = [
  { value: 'written', label: 'The way each line names', hint: 'Through its own exchange with its own key.' },
  { value: 'queue', label: 'All into one queue', hint: 'CC and BCC are taken off, so that nothing is sent on.' },
] as const;

const quick: RunOptions = { ratePerSecond: null, canary: false, targetReadyMax: null };

/** A file of messages as an export writes it: read and planned first, published as an operation after. */
export function ImportPart({ broker, virtualHost, queueNames }: { broker: string; virtualHost: string; queueNames: readonly string[] }) {
  const whyNot = useWhyNot('message.publish');
  const [way, setWay] = useState<(typeof ways)[number]['value']>('written');
  const [queue, setQueue] = useState('');
  const [options, setOptions] = useState(quick);
  const target = way === 'queue' ? queue : null;
  const { file, plan, operation, error, isReading, isStarting, read, start, reset } = useImport(broker);
  if (operation !== null)
    return (
      <Section title={`Import of ${file?.name ?? 'a file'}`} actions={<Button onClick={reset}>Another file</Button>}>
        <PlanRun broker={broker} operation={operation} />
      </Section>
    );
  const isNamed = target !== '';
  const readAgain = (into: string | null) => file !== null && into !== '' && read(file, { virtualHost, queue: into });
  return (
    <div className="flex max-w-[760px] flex-col gap-5">
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="Where to">
          <Select
            value={way}
            options={ways}
            onChange={(next) => {
              setWay(next);
              readAgain(next === 'queue' ? queue : null);
            }}
          />
        </Field>
        {way === 'queue' ? (
          <Field label="Queue">
            <Combobox
              value={queue}
              suggestions={queueNames}
              placeholder="Name of the queue"
              onChange={(next) => {
                setQueue(next);
                if (queueNames.includes(next)) readAgain(next);
              }}
            />
          </Field>
        ) : null}
      </div>
      <FileDrop
        file={file}
        isReading={isReading}
        disabledReason={whyNot ?? (isNamed ? null : 'Name the queue first.')}
        onFile={(chosen) => read(chosen, { virtualHost, queue: target })}
      />
      {error === null ? null : <Notice tone="danger">{errorSentence(error)}</Notice>}
      {plan === null ? null : (
        <>
          <Section title="Plan">
            <PlanReview plan={plan} />
          </Section>
          {plan.messageCount > 1 ? (
            <Section title="How it runs">
              <RunOptionsForm options={options} onChange={setOptions} />
            </Section>
          ) : null}
          <div>
            <Button
              variant="primary"
              isBusy={isStarting}
              disabledReason={whyNot ?? (plan.messageCount === 0 ? 'There is nothing to import.' : null)}
              onClick={() => start(plan, options)}
            >
              Import {formatCounted(plan.messageCount, 'message')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
