import { changePassword } from '@/lib/server/authentication/change-password';
import { publicRoute } from '@/lib/server/route';
import { passwordChange } from '@/lib/services/access/person-input';

/** Public only in form: the verb asks for the session itself, which it also renews. */
export const POST = publicRoute({ body: passwordChange }, ({ body, request, runtime }) => changePassword(runtime, body, request.headers));
