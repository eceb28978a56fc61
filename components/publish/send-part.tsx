'use client';

import { Send } from 'lucide-react';
import { faultOf } from '@/components/message-form/message-form';
import { PlanRun } from '@/components/message-view/plan-run';
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
import { usePublishing } from './use-publishing';

const placeholderHint = placeholders.map(({ text, meaning }) => `${text}: ${meaning}`).join('; ');

type SendPartProps = { broker: string; virtualHost: string; form: PublishForm; onChange: (form: PublishForm) => void };

/** How many and how fast, the button, and what the broker said. */
export function SendPart({ broker, virtualHost, form, onChange }: SendPartProps) {
  const whyNot = useWhyNot('message.publish');
  const { data: published, mutate: publish, isPending, error } = usePublishing(broker);
  const { draft, count, ratePerSecond, faults } = checkForm(form);
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
          isBusy={isPending}
          disabledReason={reason}
          onClick={() => draft && publish({ virtualHost, draft, count, ratePerSecond, hasPlaceholders: form.hasPlaceholders })}
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
      {error === null ? null : <Notice tone="danger">{errorSentence(error)}</Notice>}
      {published?.kind === 'one' ? published.outcomes.map((outcome) => <OutcomeNotice key={outcome.outcome} outcome={outcome} />) : null}
      {published?.kind === 'many' ? <PlanRun broker={broker} operation={published.operation} /> : null}
    </div>
  );
}
