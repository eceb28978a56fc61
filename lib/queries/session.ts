'use client';

import { useQuery } from '@tanstack/react-query';
import { type Act, mayAct, whyNot } from '../model/access';
import type { Session } from '../model/console';
import { isNotSignedIn, RequestError, request } from './client';
import { keys } from './keys';

/** Who is signed in; a 401 is an error with code not-signed-in and is not tried again. */
export function useSession() {
  return useQuery<Session>({
    queryKey: keys.session,
    queryFn: ({ signal }) => request(['session'], { signal }),
    staleTime: 60_000,
    retry: (count, cause) => !isNotSignedIn(cause) && count < 2,
  });
}

/**
 * null when the person may do it, else the sentence for the disabled button:
 *   <Button disabledReason={useWhyNot('queue.purge')}>Purge</Button>
 * While the session is still being read nothing is claimed: the server enforces anyway.
 */
export function useWhyNot(act: Act): string | null {
  const { data } = useSession();
  return data === undefined || mayAct(data.person.role, act) ? null : whyNot(act);
}

/** Posts to better-auth. Its error bodies differ from ours, so they are turned into ours here. */
async function authenticate(path: string, body: unknown): Promise<void> {
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response === null)
    throw new RequestError({ code: 'broker-unreachable', message: 'The console could not be reached. Check that it is running.' });
  if (response.ok) return;
  if (response.status === 429)
    throw new RequestError({ code: 'too-many-requests', message: 'Too many attempts. Wait a minute, then try again.' });
  if (response.status === 401 || response.status === 403)
    throw new RequestError({ code: 'not-signed-in', message: 'That e-mail and password do not belong together. Check both.' });
  throw new RequestError({ code: 'internal', message: `The console answered ${response.status}. Its log says more.` });
}

export const signIn = (email: string, password: string): Promise<void> => authenticate('sign-in/email', { email, password });
export const signOut = (): Promise<void> => authenticate('sign-out', {});

/** Ends every other session of the person. A wrong current password is an error in the field `currentPassword`. */
export const changeMyPassword = (input: { currentPassword: string; newPassword: string }): Promise<void> =>
  request(['session', 'password'], { method: 'POST', body: input });

export const setUpFirstAdmin = (input: { token: string; name: string; email: string; password: string }): Promise<void> =>
  request(['setup'], { method: 'POST', body: input });
