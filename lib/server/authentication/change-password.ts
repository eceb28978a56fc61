import type * as z from 'zod';
import type { passwordChange } from '../../services/access/person-input';
import { audited } from '../../services/audited';
import { ServiceError } from '../../services/errors';
import { personInWords } from '../../services/subjects';
import { clientAddress } from '../client-address';
import type { Runtime } from '../runtime';
import { serviceContext } from '../service-context';

/**
 * People change their own password with the current one, so that an unattended page is not enough. Guessing is slowed
 * as at sign-in; every other session of the person ends and this one gets a new cookie.
 */
export async function changePassword(runtime: Runtime, input: z.infer<typeof passwordChange>, headers: Headers): Promise<Response> {
  const session = await runtime.authentication.findSession(headers);
  if (!session) throw new ServiceError('not-signed-in', 'Sign in to go on.');
  const { email } = session.person;
  const address = clientAddress(headers);
  if (!(await runtime.throttle.admit(email, address))) throw new ServiceError('too-many-requests', 'Too many tries. Try again shortly.');
  const target = { brokerId: null, subject: personInWords(email) };
  const changed = await audited(serviceContext(runtime, session.person), 'account.change-password', target, async (change) => {
    const response = await runtime.authentication.changePassword(headers, input);
    if (response.status >= 500) throw new Error('the sign-in library failed', { cause: await response.text() });
    if (!response.ok) {
      runtime.throttle.failed(email, address);
      throw wrongPassword();
    }
    runtime.throttle.succeeded(email);
    change.after = { password: '(changed)', from: address };
    return response;
  });
  const answer = new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  for (const cookie of changed.headers.getSetCookie()) answer.headers.append('set-cookie', cookie);
  return answer;
}

const wrongPassword = (): ServiceError =>
  new ServiceError('invalid-input', 'The password was not changed.', { currentPassword: 'This is not your current password.' });
