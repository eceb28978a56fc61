import * as z from 'zod';
import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { flag } from '@/lib/services/input';
import { deleteQueue } from '@/lib/services/queues/delete-queue';

const query = z.object({ ifEmpty: flag, ifUnused: flag });

export const DELETE = route({ params: queueParams, query }, ({ context, params, query: guard }) =>
  deleteQueue(context, { ...params, ...guard }),
);
