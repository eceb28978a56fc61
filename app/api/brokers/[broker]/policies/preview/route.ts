import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { scopedPolicy } from '@/lib/services/policies/policy-input';
import { previewPolicy } from '@/lib/services/policies/preview-policy';

const body = z.object({ before: scopedPolicy.nullable(), after: scopedPolicy.nullable() });

export const POST = route({ params: brokerParams, body }, ({ context, params, body: change }) =>
  previewPolicy(context, { ...params, ...change }),
);
