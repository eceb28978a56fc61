import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { binLimits } from '@/lib/services/bin/bin-limits';
import { listBin } from '@/lib/services/bin/list-bin';
import { boundedNumber, name } from '@/lib/services/input';

const query = z.object({
  queue: name.nullable().default(null),
  from: boundedNumber(0, Number.MAX_SAFE_INTEGER, 0),
  limit: boundedNumber(1, binLimits.listMax, 100),
});

export const GET = route({ params: brokerParams, query }, ({ context, params, query: page }) => listBin(context, { ...params, ...page }));
