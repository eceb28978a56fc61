'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { notify } from '@/components/ui/toast';
import type { Role } from '@/lib/model/access';
import type { Person } from '@/lib/model/console';
import { errorSentence, RequestError } from '@/lib/queries/client';
import { type PersonInput, useSavePerson } from '@/lib/queries/people';

const roleOptions: readonly { value: Role; label: string; hint: string }[] = [
  { value: 'operator', label: 'operator', hint: 'Looks at everything but bodies; changes nothing.' },
  { value: 'support', label: 'support', hint: 'Also reads bodies and headers, publishes, replays and discards.' },
  { value: 'admin', label: 'admin', hint: 'Everything, also accounts and brokers.' },
];

function Fields({
  input,
  isNew,
  fields,
  onChange,
}: {
  input: PersonInput;
  isNew: boolean;
  fields: Readonly<Record<string, string>>;
  onChange: (input: PersonInput) => void;
}) {
  return (
    <>
      <Field label="Name" error={fields['name']}>
        <Input autoFocus value={input.name} onChange={(event) => onChange({ ...input, name: event.target.value })} />
      </Field>
      {isNew ? (
        <Field label="E-mail" hint="What they sign in with." error={fields['email']}>
          <Input type="email" value={input.email} onChange={(event) => onChange({ ...input, email: event.target.value })} />
        </Field>
      ) : null}
      <Field label="Role" error={fields['role']}>
        <Select value={input.role} options={roleOptions} onChange={(role) => onChange({ ...input, role })} />
      </Field>
      <Field
        label={isNew ? 'Password' : 'New password'}
        isOptional={!isNew}
        hint={
          isNew ? 'At least 10 characters; tell it to them on a safe way.' : 'Signs them out everywhere. Leave empty to keep the old one.'
        }
        error={fields['password']}
      >
        <Input
          type="password"
          autoComplete="new-password"
          value={input.password}
          onChange={(event) => onChange({ ...input, password: event.target.value })}
        />
      </Field>
    </>
  );
}

/** Adds a person (`person` null) or changes one. */
export function PersonDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const formId = useId();
  const save = useSavePerson();
  const [input, setInput] = useState<PersonInput>({
    name: person?.name ?? '',
    email: person?.email ?? '',
    role: person?.role ?? 'operator',
    password: '',
  });
  const fields = save.error instanceof RequestError ? save.error.fields : {};
  function submit(event: FormEvent) {
    event.preventDefault();
    const done = () => {
      notify(person ? `Changed ${input.name}.` : `Added ${input.name}.`);
      onClose();
    };
    save.mutate({ id: person?.id ?? null, input }, { onSuccess: done });
  }
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
        {person ? 'Save' : 'Add person'}
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={person ? person.name : 'New person'}
      description={person?.email}
      width="small"
      footer={footer}
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Fields input={input} isNew={person === null} fields={fields} onChange={setInput} />
        {save.error ? <Notice tone="danger">{errorSentence(save.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
