import * as z from 'zod';
import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { boundedNumber } from '@/lib/services/input';
import { browseMessages } from '@/lib/services/messages/browse-messages';

const query = z.object({
  from: boundedNumber(0, Number.MAX_SAFE_INTEGER, 0),
  limit: boundedNumber(1, 500, 50),
  order: z.enum(['oldest', 'newest']).default('oldest'),
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().default(null),
});

export const GET = route({ params: queueParams, query }, ({ context, params, query: page }) =>
  browseMessages(context, { ...params, ...page }),
);
