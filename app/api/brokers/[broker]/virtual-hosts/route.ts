import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { listVirtualHosts } from '@/lib/services/brokers/list-virtual-hosts';

export const GET = route({ params: brokerParams }, ({ context, params }) => listVirtualHosts(context, params));
