'use client';

import { Pause, Play, Send, Square } from 'lucide-react';
import { faultOf } from '@/components/message-form/message-form';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { placeholders } from '@/lib/model/placeholders';
import { formatCounted } from '@/lib/model/quantity';
import { errorSentence } from '@/lib/queries/client';
import { useWhyNot } from '@/lib/queries/session';
import { OutcomeNotice } from './outcome-notice';
import { checkForm, type PublishForm } from './publish-form';
import { usePublishRun } from './use-publish-run';

const placeholderHint = placeholders.map(({ text, meaning }) => `${text}: ${meaning}`).join('; ');

type SendPartProps = { broker: string; virtualHost: string; form: PublishForm; onChange: (form: PublishForm) => void };

/** How many and how fast, the button, and what the broker said. */
export function SendPart({ broker, virtualHost, form, onChange }: SendPartProps) {
  const whyNot = useWhyNot('message.publish');
  const { run, start, ...control } = usePublishRun(broker);
  const { draft, count, ratePerSecond, faults } = checkForm(form);
  const isUnderWay = run?.state === 'running' || run?.state === 'paused';
  const reason = whyNot ?? faults[0]?.sentence ?? null;
  const digits = (text: string) => text.replace(/\D/g, '');
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-24">
          <Field label="How many" error={faultOf(faults, 'count')}>
            <Input inputMode="numeric" value={form.count} onChange={(event) => onChange({ ...form, count: digits(event.target.value) })} />
          </Field>
        </div>
        {count > 1 ? (
          <div className="w-32">
            <Field label="A second" isOptional error={faultOf(faults, 'rate')}>
              <Input inputMode="numeric" value={form.rate} onChange={(event) => onChange({ ...form, rate: digits(event.target.value) })} />
            </Field>
          </div>
        ) : null}
        <Button
          variant="primary"
          icon={Send}
          isBusy={run?.state === 'running'}
          disabledReason={run?.state === 'paused' ? 'Go on with the run, or cancel it, first.' : reason}
          onClick={() => draft && start({ virtualHost, draft, count, ratePerSecond, hasPlaceholders: form.hasPlaceholders })}
        >
          {count > 1 ? `Publish ${formatCounted(count, 'message')}` : 'Publish'}
        </Button>
      </div>
      <Checkbox
        isChecked={form.hasPlaceholders}
        onChange={(hasPlaceholders) => onChange({ ...form, hasPlaceholders })}
        label="Fill in {{n}}, {{uuid}} and {{now}}"
        hint={form.hasPlaceholders ? `In body, routing key, ids and string headers. ${placeholderHint}.` : undefined}
      />
      {isUnderWay && run.count > 1 ? <RunControl isPaused={run.state === 'paused'} {...control} /> : null}
      {run?.error ? <Notice tone="danger">{errorSentence(run.error)}</Notice> : null}
      {run && (run.outcomes.length > 0 || run.state === 'cancelled') ? (
        <OutcomeNotice outcomes={run.outcomes} count={run.count} isRunning={run.state !== 'ended'} />
      ) : null}
    </div>
  );
}

function RunControl({ isPaused, pause, resume, cancel }: { isPaused: boolean; pause: () => void; resume: () => void; cancel: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="small" icon={isPaused ? Play : Pause} onClick={isPaused ? resume : pause}>
        {isPaused ? 'Go on' : 'Pause'}
      </Button>
      <Button size="small" icon={Square} onClick={cancel}>
        Cancel the rest
      </Button>
      <span className="text-small text-ink-muted">Runs in this page and stops with it.</span>
    </div>
  );
}
