import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { describeBrowse } from '@/lib/services/messages/describe-browse';

export const GET = route({ params: queueParams }, ({ context, params }) => describeBrowse(context, params));
