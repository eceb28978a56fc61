import * as z from 'zod';
import { route } from '@/lib/server/route';
import { exchangeParams } from '@/lib/server/route-params';
import { flag } from '@/lib/services/input';
import { deleteExchange } from '@/lib/services/routing/delete-exchange';

const query = z.object({ ifUnused: flag });

export const DELETE = route({ params: exchangeParams, query }, ({ context, params, query: guard }) =>
  deleteExchange(context, { ...params, ...guard }),
);
