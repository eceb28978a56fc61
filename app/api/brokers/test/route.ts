import { route } from '@/lib/server/route';
import { brokerSettings } from '@/lib/services/brokers/broker-settings';
import { testBroker } from '@/lib/services/brokers/test-broker';

export const POST = route({ body: brokerSettings }, ({ context, body }) => testBroker(context, body));
