import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { listPolicies } from '@/lib/services/policies/list-policies';
import { policyToSet, scopedPolicy } from '@/lib/services/policies/policy-input';
import { setPolicy } from '@/lib/services/policies/set-policy';

export const GET = route({ params: brokerParams }, ({ context, params }) => listPolicies(context, params));

const body = z.object({ policy: policyToSet, before: scopedPolicy.nullable() });

export const POST = route({ params: brokerParams, body }, ({ context, params, body: change }) =>
  setPolicy(context, { ...params, ...change }),
);
