import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { purgeQueue } from '@/lib/services/queues/purge-queue';

export const DELETE = route({ params: queueParams }, ({ context, params }) => purgeQueue(context, params));
