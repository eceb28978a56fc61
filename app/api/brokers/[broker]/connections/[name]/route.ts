import * as z from 'zod';
import { route } from '@/lib/server/route';
import { connectionParams } from '@/lib/server/route-params';
import { closeConnection } from '@/lib/services/connections/close-connection';

const body = z.object({ reason: z.string().max(200).default('Closed from the console') }).prefault({});

export const DELETE = route({ params: connectionParams, body }, ({ context, params, body: { reason } }) =>
  closeConnection(context, { ...params, reason }),
);
