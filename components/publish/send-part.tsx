'use client';

import { Send } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import type { PublishOutcome } from '@/lib/model/message';
import { formatCounted } from '@/lib/model/quantity';
import { errorSentence } from '@/lib/queries/client';
import { usePublish } from '@/lib/queries/publish';
import { useWhyNot } from '@/lib/queries/session';
import { OutcomeNotice } from './outcome-notice';
import { checkForm, faultOf, type PublishForm } from './publish-form';

/** How many, the button, and what the broker said. */
export function SendPart({
  broker,
  virtualHost,
  form,
  onChange,
}: {
  broker: string;
  virtualHost: string;
  form: PublishForm;
  onChange: (form: PublishForm) => void;
}) {
  const whyNot = useWhyNot('message.publish');
  const publish = usePublish(broker);
  const [outcomes, setOutcomes] = useState<readonly PublishOutcome[]>([]);
  const [sentCount, setSentCount] = useState(0);
  const { draft, count, faults } = checkForm(form);
  const reason = whyNot ?? faults[0]?.sentence ?? null;
  const send = () => {
    if (draft === null) return;
    setOutcomes([]);
    setSentCount(count);
    publish.mutate({ virtualHost, draft, count, onProgress: (soFar) => setOutcomes([...soFar]) });
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-end gap-3">
        <div className="w-28">
          <Field label="How many" error={faultOf(faults, 'count')}>
            <Input
              inputMode="numeric"
              value={form.count}
              onChange={(event) => onChange({ ...form, count: event.target.value.replace(/\D/g, '') })}
            />
          </Field>
        </div>
        <Button variant="primary" icon={Send} isBusy={publish.isPending} disabledReason={reason} onClick={send}>
          {count > 1 ? `Publish ${formatCounted(count, 'message')}` : 'Publish'}
        </Button>
      </div>
      {publish.error ? <Notice tone="danger">{errorSentence(publish.error)}</Notice> : null}
      {outcomes.length > 0 ? <OutcomeNotice outcomes={outcomes} count={sentCount} isRunning={publish.isPending} /> : null}
    </div>
  );
}
