import * as z from 'zod';
import { signIn } from '@/lib/server/authentication/sign-in';
import { signOut } from '@/lib/server/authentication/sign-out';
import { publicRoute } from '@/lib/server/route';
import { ServiceError } from '@/lib/services/errors';

const credentials = z.object({ email: z.string().max(254), password: z.string().max(1024) });
const params = z.object({ all: z.array(z.string()) });

/** The two doors of better-auth that are open; the rest of it is not reachable. */
export const POST = publicRoute({ params, body: z.unknown() }, async ({ params: { all }, body, request, runtime }) => {
  const path = all.join('/');
  if (path === 'sign-out') return signOut(runtime, request.headers);
  if (path !== 'sign-in/email') throw new ServiceError('not-found', 'There is no such address.');
  const given = credentials.safeParse(body);
  if (!given.success) throw new ServiceError('invalid-input', 'Give an e-mail address and a password.');
  return signIn(runtime, given.data, request.headers);
});
