import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { boundedNumber } from '@/lib/services/input';
import { subject } from '@/lib/services/monitoring/live-request';
import { readSeries } from '@/lib/services/monitoring/read-series';

const query = z.object({ subject, minutes: boundedNumber(1, 1440, 15) });

export const GET = route({ params: brokerParams, query }, ({ context, params, query: given }) =>
  readSeries(context, { ...params, ...given }),
);
