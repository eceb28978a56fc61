import { publicRoute } from '@/lib/server/route';
import { ServiceError } from '@/lib/services/errors';

export const GET = publicRoute({}, async ({ request, runtime }) => {
  const found = await runtime.authentication.refreshSession(request.headers);
  if (!found) throw new ServiceError('not-signed-in', 'Sign in to go on.');
  const response = Response.json(found.session, { headers: { 'cache-control': 'no-store' } });
  for (const cookie of found.cookies) response.headers.append('set-cookie', cookie);
  return response;
});
