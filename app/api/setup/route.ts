import { setUp } from '@/lib/server/authentication/set-up';
import { publicRoute } from '@/lib/server/route';
import { firstAdmin } from '@/lib/services/access/person-input';

export const POST = publicRoute({ body: firstAdmin }, ({ body, runtime, request }) => setUp(runtime, body, request.headers));
