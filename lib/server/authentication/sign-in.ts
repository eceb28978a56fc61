import { ServiceError } from '../../services/errors';
import { personInWords } from '../../services/subjects';
import { clientAddress } from '../client-address';
import type { Runtime } from '../runtime';

/** Signs in, slowed after failures, and writes what happened to the audit. One sentence for every failure. */
export async function signIn(
  runtime: Runtime,
  credentials: { readonly email: string; readonly password: string },
  headers: Headers,
): Promise<Response> {
  const email = credentials.email.trim().toLowerCase();
  const address = clientAddress(headers);
  const { throttle } = runtime;
  if (!(await throttle.admit(email, address)))
    throw new ServiceError('too-many-requests', 'Too many people are signing in. Try again shortly.');
  const response = await runtime.authentication.signIn({ email, password: credentials.password });
  // Any other refusal (no address at all, a password too long) gets the same words as a wrong password.
  if (response.status >= 500) throw new Error('the sign-in library failed', { cause: await response.text() });
  if (response.ok) throttle.succeeded(email);
  else throttle.failed(email, address);
  await note(runtime, email, address, response.ok);
  if (!response.ok) throw new ServiceError('not-signed-in', 'This address and password do not belong together.');
  const answer = new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  for (const cookie of response.headers.getSetCookie()) answer.headers.append('set-cookie', cookie);
  return answer;
}

async function note(runtime: Runtime, email: string, address: string, isAllowed: boolean): Promise<void> {
  const person = isAllowed ? await runtime.database.people.findByEmail(email) : null;
  await runtime.database.audit.insert({
    atMs: runtime.clock.nowMs(),
    personId: person?.id ?? null,
    personName: person?.name ?? 'unknown',
    personEmail: email,
    act: 'account.sign-in',
    outcome: isAllowed ? 'allowed' : 'refused',
    brokerId: null,
    subject: personInWords(email),
    reason: isAllowed ? null : 'The address and the password do not belong together.',
    before: null,
    after: { from: address },
  });
}
