'use client';

import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { errorSentence, RequestError } from '@/lib/queries/client';
import { setUpFirstAdmin, signIn } from '@/lib/queries/session';
import { Entrance } from './entrance';

type Fields = { name: string; email: string; password: string };

function SetupForm({ token }: { token: string }) {
  const [input, setInput] = useState<Fields>({ name: '', email: '', password: '' });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const fields = failure instanceof RequestError ? failure.fields : {};
  const set = (change: Partial<Fields>) => setInput({ ...input, ...change });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    setFailure(null);
    try {
      await setUpFirstAdmin({ token, ...input });
      await signIn(input.email, input.password);
      location.assign('/');
    } catch (cause) {
      setFailure(cause);
      setIsBusy(false);
    }
  }
  return (
    // post: a form sent before the page is alive must not put a password into the address
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field label="Your name" error={fields['name']}>
        <Input name="name" autoComplete="name" autoFocus value={input.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label="E-mail" hint="What you sign in with." error={fields['email']}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          value={input.email}
          onChange={(event) => set({ email: event.target.value })}
        />
      </Field>
      <Field label="Password" hint="At least 10 characters." error={fields['password']}>
        <Input
          type="password"
          name="password"
          autoComplete="new-password"
          value={input.password}
          onChange={(event) => set({ password: event.target.value })}
        />
      </Field>
      {failure === null ? null : <Notice tone="danger">{errorSentence(failure)}</Notice>}
      <Button type="submit" variant="primary" isBusy={isBusy}>
        Make the first admin
      </Button>
    </form>
  );
}

/** The first admin, by the one-time link that the first start prints. */
export function SetupPage() {
  const token = useSearchParams().get('token') ?? '';
  if (token === '')
    return (
      <Entrance title="Set up" sentence="This page needs the one-time link that the console printed at its first start.">
        <Notice tone="neutral">Look for it in the output of npm start. If an admin exists already, sign in instead.</Notice>
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </Entrance>
    );
  return (
    <Entrance title="Set up" sentence="You make the first account. It is an admin and can add everybody else.">
      <SetupForm token={token} />
    </Entrance>
  );
}
