import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { listPolicies } from '@/lib/services/brokers/list-policies';

export const GET = route({ params: brokerParams }, ({ context, params }) => listPolicies(context, params));
