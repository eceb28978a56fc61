import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { makePlan } from '@/lib/services/operations/make-plan';
import { planRequest } from '@/lib/services/operations/plan-request';

export const POST = route({ params: brokerParams, body: planRequest }, ({ context, params, body }) =>
  makePlan(context, params.brokerId, body),
);
