import { route } from '@/lib/server/route';
import { brokerSettings } from '@/lib/services/brokers/broker-settings';
import { createBroker } from '@/lib/services/brokers/create-broker';
import { listBrokers } from '@/lib/services/brokers/list-brokers';

export const GET = route({}, ({ context }) => listBrokers(context));

export const POST = route({ body: brokerSettings }, ({ context, body }) => createBroker(context, body));
