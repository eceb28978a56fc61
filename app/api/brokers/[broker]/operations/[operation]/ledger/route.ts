import * as z from 'zod';
import { ledgerStates } from '@/lib/model/operations';
import { route } from '@/lib/server/route';
import { operationParams } from '@/lib/server/route-params';
import { boundedNumber } from '@/lib/services/input';
import { operationLimits } from '@/lib/services/operations/operation-limits';
import { readLedger } from '@/lib/services/operations/read-operation';

const query = z.object({
  from: boundedNumber(0, operationLimits.planMessagesMax, 0),
  limit: boundedNumber(1, operationLimits.ledgerPageMax, 100),
  state: z.enum(ledgerStates).nullable().default(null),
});

export const GET = route({ params: operationParams, query }, ({ context, params, query: page }) =>
  readLedger(context, { ...params, ...page }),
);
