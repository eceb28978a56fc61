import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { listOperations } from '@/lib/services/operations/list-operations';
import { startRequest } from '@/lib/services/operations/plan-request';
import { startOperation } from '@/lib/services/operations/start-operation';

export const GET = route({ params: brokerParams }, ({ context, params }) => listOperations(context, params));

export const POST = route({ params: brokerParams, body: startRequest }, ({ context, params, body }) =>
  startOperation(context, { ...params, ...body }),
);
