import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { createQueue } from '@/lib/services/queues/create-queue';
import { queueDeclaration } from '@/lib/services/queues/queue-declaration';

export const POST = route({ params: brokerParams, body: queueDeclaration }, ({ context, params, body }) =>
  createQueue(context, { ...params, queue: body }),
);
