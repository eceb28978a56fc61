'use client';

import { type FormEvent, useId, useState } from 'react';
import { ArgumentList } from '@/components/ui/argument-list';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { notify } from '@/components/ui/toast';
import { queueArgumentsOf } from '@/lib/model/queue-arguments';
import type { QueueType } from '@/lib/model/resources';
import { errorSentence, RequestError } from '@/lib/queries/client';
import { useVirtualHosts } from '@/lib/queries/policies';
import { createQueue } from '@/lib/queries/queues';
import { emptyQueueForm, type FormErrors, parseQueueForm, type QueueForm } from './queue-form';

const types: readonly { value: QueueType; label: string; hint: string }[] = [
  { value: 'classic', label: 'classic', hint: 'The general-purpose queue.' },
  { value: 'quorum', label: 'quorum', hint: 'Always durable, with a delivery limit; copied to several nodes of a cluster.' },
  { value: 'stream', label: 'stream', hint: 'A log with many readers; messages stay after they were read.' },
];

function Basics({
  broker,
  form,
  errors,
  onChange,
}: {
  broker: string;
  form: QueueForm;
  errors: FormErrors;
  onChange: (form: QueueForm) => void;
}) {
  const virtualHosts = useVirtualHosts(broker).data ?? [];
  return (
    <>
      <Field label="Name" error={errors['name']} hint="As publishers and consumers will call it.">
        <Input isMono autoFocus value={form.name} onChange={(event) => onChange({ ...form, name: event.target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Virtual host" error={errors['virtualHost']}>
          <Combobox
            value={form.virtualHost}
            suggestions={virtualHosts.map(({ name }) => name)}
            onChange={(virtualHost) => onChange({ ...form, virtualHost })}
          />
        </Field>
        <Field label="Type">
          <Select value={form.type} options={types} onChange={(type) => onChange({ ...form, type })} />
        </Field>
      </div>
      {form.type === 'classic' ? (
        <div className="flex flex-col gap-2">
          <Checkbox
            isChecked={form.isDurable}
            onChange={(isDurable) => onChange({ ...form, isDurable })}
            label="Durable"
            hint="Survives a restart of the broker, with its persistent messages."
          />
          <Checkbox
            isChecked={form.isAutoDelete}
            onChange={(isAutoDelete) => onChange({ ...form, isAutoDelete })}
            label="Auto-delete"
            hint="Deleted by itself when its last consumer has gone."
          />
        </div>
      ) : null}
    </>
  );
}

/** Makes a queue; the arguments offered come from the one table of queue arguments. */
export function CreateQueueDialog({ broker, onClose }: { broker: string; onClose: () => void }) {
  const formId = useId();
  const [form, setForm] = useState(() => emptyQueueForm('/'));
  const [errors, setErrors] = useState<FormErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = parseQueueForm(form);
    setErrors(parsed.errors);
    setProblem(null);
    if (Object.keys(parsed.errors).length > 0) return;
    setIsBusy(true);
    try {
      await createQueue(broker, parsed.input);
      notify(`Created queue ${parsed.input.name}.`);
      onClose();
    } catch (cause) {
      if (cause instanceof RequestError) setErrors(cause.fields);
      setProblem(errorSentence(cause));
    } finally {
      setIsBusy(false);
    }
  }

  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
        Create queue
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="New queue"
      description="A queue gets messages through bindings, and from the default exchange by its name."
      footer={footer}
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Basics broker={broker} form={form} errors={errors} onChange={setForm} />
        <ArgumentList
          rows={queueArgumentsOf(form.type).filter((row) => row.name !== 'x-queue-type')}
          keyOf={(row) => row.name}
          values={form.arguments}
          errors={errors}
          onChange={(values) => setForm({ ...form, arguments: values })}
        />
        {problem === null ? null : <Notice tone="danger">{problem}</Notice>}
      </form>
    </Dialog>
  );
}
