import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { planRepeat, repeatRequest } from '@/lib/services/operations/plan-repeat';

/** Room for a message of 32 MiB in base64 with its properties. */
const bodyBytesMax = 48 * 1024 * 1024;

/** One message many times. Answers with a plan, to be started by POST …/operations. */
export const POST = route({ params: brokerParams, body: repeatRequest, bodyBytesMax }, ({ context, params, body }) =>
  planRepeat(context, { ...params, ...body }),
);
