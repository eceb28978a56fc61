import { personInWords } from '../../services/subjects';
import type { Runtime } from '../runtime';

/** Ends the session and forgets the cookie; without a session it is no error. */
export async function signOut(runtime: Runtime, headers: Headers): Promise<Response> {
  const session = await runtime.authentication.findSession(headers);
  const response = await runtime.authentication.signOut(headers);
  if (session) {
    const { id, name, email } = session.person;
    await runtime.database.audit.insert({
      atMs: runtime.clock.nowMs(),
      personId: id,
      personName: name,
      personEmail: email,
      act: 'account.sign-out',
      outcome: 'allowed',
      brokerId: null,
      subject: personInWords(email),
      reason: null,
      before: null,
      after: null,
    });
  }
  const answer = new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  for (const cookie of response.headers.getSetCookie()) answer.headers.append('set-cookie', cookie);
  return answer;
}
