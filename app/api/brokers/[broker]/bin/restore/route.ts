import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { restoreIdsMax, restoreMessages } from '@/lib/services/bin/restore-messages';

const body = z.object({
  ids: z
    .array(z.string().regex(/^.{1,60}\.\d{1,9}$/))
    .min(1)
    .max(restoreIdsMax),
});

export const POST = route({ params: brokerParams, body }, ({ context, params, body: { ids } }) =>
  restoreMessages(context, { ...params, ids }),
);
