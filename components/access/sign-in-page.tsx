'use client';

import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { errorSentence } from '@/lib/queries/client';
import { signIn } from '@/lib/queries/session';
import { Entrance } from './entrance';
import { safeReturnPath } from './return-path';

/** Signing in; afterwards back to where one wanted to go, by a full load. */
export function SignInPage() {
  const next = safeReturnPath(useSearchParams().get('next'));
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    setProblem(null);
    try {
      await signIn(email, password);
      location.assign(next);
    } catch (cause) {
      setProblem(errorSentence(cause));
      setIsBusy(false);
    }
  }
  return (
    <Entrance title="Sign in" sentence="With the account that an admin of this console made for you.">
      {/* post: a form sent before the page is alive must not put a password into the address */}
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field label="E-mail">
          <Input
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password">
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        {problem === null ? null : <Notice tone="danger">{problem}</Notice>}
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
    </Entrance>
  );
}
