'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { useThrottled } from '@/components/ui/throttled';
import { notifyUndo } from '@/components/ui/toast';
import type { ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { errorSentence, RequestError } from '@/lib/queries/client';
import { useChangePolicy, usePolicyEffect } from '@/lib/queries/policies';
import { PolicyEffectView } from './policy-effect-view';
import { PolicyFields } from './policy-fields';
import { emptyPolicyForm, parsePolicyForm, policyFormOf } from './policy-form';
import { scopeLabels } from './policy-words';

const ASK_EVERY_MS = 400;

/** Makes a policy (`policy` null) or changes one, with what it will do at this moment beside the form. */
export function PolicyDialog({
  broker,
  policy,
  start,
  onClose,
}: {
  broker: string;
  policy: ScopedPolicy | null;
  /** What a new one begins with: a copy of another. */
  start: ScopedPolicy | null;
  onClose: () => void;
}) {
  const formId = useId();
  const save = useChangePolicy(broker);
  const [form, setForm] = useState(() => (policy ? policyFormOf(policy) : start ? policyFormOf(start) : emptyPolicyForm('/')));
  const [isTried, setIsTried] = useState(false);
  const parsed = parsePolicyForm(form);
  const isAskable = Object.keys(parsed.errors).every((field) => field === 'name') && form.virtualHost !== '';
  const asked = useThrottled(JSON.stringify(isAskable ? { before: policy, after: parsed.policy } : null), ASK_EVERY_MS);
  const effect = usePolicyEffect(broker, JSON.parse(asked));
  const refused = save.error instanceof RequestError ? save.error.fields : {};

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsTried(true);
    if (Object.keys(parsed.errors).length > 0) return;
    const { policy: after } = parsed;
    const done = () => {
      const title = `${scopeLabels[after.scope]} ${after.name}`;
      notifyUndo(policy ? `Changed ${title}.` : `Created ${title}.`, () => save.mutateAsync({ before: after, after: policy }));
      onClose();
    };
    save.mutate({ before: policy, after }, { onSuccess: done });
  }
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
        {policy ? 'Change policy' : 'Create policy'}
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={policy ? `Change ${scopeLabels[policy.scope]} ${policy.name}` : 'New policy'}
      description={
        policy ? `In virtual host ${policy.virtualHost}.` : 'It takes effect at once, on what is there and on what is declared later.'
      }
      width="wide"
      footer={footer}
    >
      <form id={formId} noValidate onSubmit={submit} className="grid items-start gap-6 md:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <PolicyFields
            broker={broker}
            form={form}
            isNew={policy === null}
            errors={{ ...(isTried ? parsed.errors : {}), ...refused }}
            onChange={setForm}
          />
          {save.error ? <Notice tone="danger">{errorSentence(save.error)}</Notice> : null}
        </div>
        <Section title="What it will do now">
          {isAskable ? (
            <PolicyEffectView effect={effect.data} error={effect.error} />
          ) : (
            <p className="text-ink-muted">Add a setting to see which queues and exchanges it changes.</p>
          )}
        </Section>
      </form>
    </Dialog>
  );
}
