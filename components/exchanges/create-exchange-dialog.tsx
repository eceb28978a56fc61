'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { notify } from '@/components/ui/toast';
import { errorSentence, RequestError } from '@/lib/queries/client';
import { createExchange } from '@/lib/queries/exchanges';
import { useLiveRows } from '@/lib/queries/live';
import { useVirtualHosts } from '@/lib/queries/policies';
import { type ExchangeForm, emptyExchangeForm, parseExchangeForm } from './exchange-form';

const types = [
  { value: 'direct', label: 'direct', hint: 'To the bindings whose key equals the routing key.' },
  { value: 'topic', label: 'topic', hint: 'Compares words with patterns: * is one word, # any number.' },
  { value: 'fanout', label: 'fanout', hint: 'To every binding.' },
  { value: 'headers', label: 'headers', hint: 'Compares message headers with binding arguments.' },
];

type FieldsProps = { broker: string; form: ExchangeForm; errors: Readonly<Record<string, string>>; onChange: (form: ExchangeForm) => void };

function Fields({ broker, form, errors, onChange }: FieldsProps) {
  const virtualHosts = useVirtualHosts(broker).data ?? [];
  const exchanges = useLiveRows(broker, 'exchanges') ?? [];
  const set = (change: Partial<ExchangeForm>) => onChange({ ...form, ...change });
  return (
    <>
      <Field label="Name" error={errors['name']}>
        <Input isMono autoFocus value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Virtual host" error={errors['virtualHost']}>
          <Combobox
            value={form.virtualHost}
            suggestions={virtualHosts.map(({ name }) => name)}
            onChange={(virtualHost) => set({ virtualHost })}
          />
        </Field>
        <Field label="Type" error={errors['type']}>
          <Select value={form.type} options={types} onChange={(type) => set({ type })} />
        </Field>
      </div>
      <Field label="Alternate exchange" isOptional hint="Takes what no binding matches, instead of losing it.">
        <Combobox
          value={form.alternate}
          suggestions={exchanges.filter((each) => each.virtualHost === form.virtualHost && each.name !== '').map(({ name }) => name)}
          onChange={(alternate) => set({ alternate })}
        />
      </Field>
      <div className="flex flex-col gap-2">
        <Checkbox
          isChecked={form.isDurable}
          onChange={(isDurable) => set({ isDurable })}
          label="Durable"
          hint="Survives a restart of the broker."
        />
        <Checkbox
          isChecked={form.isAutoDelete}
          onChange={(isAutoDelete) => set({ isAutoDelete })}
          label="Auto-delete"
          hint="Deleted by itself when its last binding has gone."
        />
        <Checkbox
          isChecked={form.isInternal}
          onChange={(isInternal) => set({ isInternal })}
          label="Internal"
          hint="Clients can’t publish to it; only other exchanges can."
        />
      </div>
    </>
  );
}

/** Makes an exchange; bindings are added on its page. */
export function CreateExchangeDialog({ broker, onClose }: { broker: string; onClose: () => void }) {
  const formId = useId();
  const [form, setForm] = useState(emptyExchangeForm);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const parsed = parseExchangeForm(form);
    setErrors(parsed.errors);
    setProblem(null);
    if (Object.keys(parsed.errors).length > 0) return;
    setIsBusy(true);
    try {
      await createExchange(broker, parsed.input);
      notify(`Created exchange ${parsed.input.name}.`);
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
        Create exchange
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="New exchange"
      description="An exchange leads nowhere before it has a binding; add one on its page."
      footer={footer}
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Fields broker={broker} form={form} errors={errors} onChange={setForm} />
        {problem === null ? null : <Notice tone="danger">{problem}</Notice>}
      </form>
    </Dialog>
  );
}
