import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { brokerChange } from '@/lib/services/brokers/broker-settings';
import { deleteBroker } from '@/lib/services/brokers/delete-broker';
import { updateBroker } from '@/lib/services/brokers/update-broker';

export const PATCH = route({ params: brokerParams, body: brokerChange }, ({ context, params, body }) =>
  updateBroker(context, { ...params, change: body }),
);

export const DELETE = route({ params: brokerParams }, ({ context, params }) => deleteBroker(context, params));
