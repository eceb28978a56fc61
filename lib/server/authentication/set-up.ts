import { hashPassword } from 'better-auth/crypto';
import type * as z from 'zod';
import type { firstAdmin } from '../../services/access/person-input';
import { ServiceError } from '../../services/errors';
import { clientAddress } from '../client-address';
import type { Runtime } from '../runtime';
import { noteFirstAdmin } from './note-first-admin';

/** Makes the first account with the one-time link that the first start printed, and signs it in. */
export async function setUp(runtime: Runtime, input: z.infer<typeof firstAdmin>, headers: Headers): Promise<Response> {
  const { setupLink, database, throttle } = runtime;
  const address = clientAddress(headers);
  if (!(await throttle.admit('setup', address))) throw new ServiceError('too-many-requests', 'Too many tries. Try again shortly.');
  if (!setupLink.matches(input.token)) {
    throttle.failed('setup', address);
    throw new ServiceError(
      'forbidden',
      'This set-up link is used up or not of this start. The newest one is in the terminal that runs Warren.',
    );
  }
  setupLink.close(); // before anything is awaited: two requests with one link make one account
  const { name, email } = input;
  const person = await database.people.insert({ name, email, role: 'admin', passwordHash: await hashPassword(input.password) });
  if (!person) throw new ServiceError('conflict', `${email} has an account already.`);
  await noteFirstAdmin(database, { personId: person.id, name, email, by: 'set-up link' });
  const signedIn = await runtime.authentication.signIn({ email, password: input.password });
  const answer = new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  for (const cookie of signedIn.headers.getSetCookie()) answer.headers.append('set-cookie', cookie);
  return answer;
}
