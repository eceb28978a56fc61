'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { notify } from '@/components/ui/toast';
import { errorSentence, RequestError } from '@/lib/queries/client';
import { changeMyPassword, useSession } from '@/lib/queries/session';

const nothing = { currentPassword: '', newPassword: '', again: '' };

/** One changes one's own password; an admin can only set that of others. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const email = useSession().data?.person.email;
  const [input, setInput] = useState(nothing);
  const [isDifferent, setIsDifferent] = useState(false);
  const save = useMutation({ mutationFn: changeMyPassword });
  const fields = save.error instanceof RequestError ? save.error.fields : {};
  const field = (name: keyof typeof nothing, autoComplete: string, autoFocus = false) => (
    <Input
      type="password"
      name={name}
      autoComplete={autoComplete}
      autoFocus={autoFocus}
      value={input[name]}
      onChange={(event) => setInput({ ...input, [name]: event.target.value })}
    />
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    const { again, ...passwords } = input;
    setIsDifferent(again !== passwords.newPassword);
    if (again !== passwords.newPassword) return;
    const done = () => {
      notify('Changed your password.');
      onClose();
    };
    save.mutate(passwords, { onSuccess: done });
  }
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
        Change password
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="Change your password"
      description="You stay signed in here and are signed out everywhere else."
      width="small"
      footer={footer}
    >
      <form id={formId} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <input type="hidden" name="username" autoComplete="username" value={email ?? ''} />
        <Field label="Current password" error={fields['currentPassword']}>
          {field('currentPassword', 'current-password', true)}
        </Field>
        <Field label="New password" hint="At least 10 characters." error={fields['newPassword']}>
          {field('newPassword', 'new-password')}
        </Field>
        <Field label="New password, once more" error={isDifferent ? 'The two new passwords differ.' : null}>
          {field('again', 'new-password')}
        </Field>
        {save.error ? <Notice tone="danger">{errorSentence(save.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
