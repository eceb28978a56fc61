import * as z from 'zod';
import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { boundedNumber } from '@/lib/services/input';
import { followMessages } from '@/lib/services/messages/follow-messages';

const query = z.object({
  after: z
    .string()
    .regex(/^\d{1,16}$/, 'must be a message id')
    .nullable()
    .default(null),
  limit: boundedNumber(1, 100, 100),
});

export const GET = route({ params: queueParams, query }, ({ context, params, query: page }) =>
  followMessages(context, { ...params, ...page }),
);
