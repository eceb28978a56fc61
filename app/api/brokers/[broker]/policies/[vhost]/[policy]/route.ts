import * as z from 'zod';
import { route } from '@/lib/server/route';
import { policyParams } from '@/lib/server/route-params';
import { deletePolicy } from '@/lib/services/policies/delete-policy';
import { policyScope } from '@/lib/services/policies/policy-input';

const query = z.object({ scope: policyScope });

export const DELETE = route({ params: policyParams, query }, ({ context, params: { brokerId, policy }, query: { scope } }) =>
  deletePolicy(context, { brokerId, policy: { ...policy, scope } }),
);
