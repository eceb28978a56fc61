import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { createExchange } from '@/lib/services/routing/create-exchange';
import { exchangeDeclaration } from '@/lib/services/routing/declarations';

export const POST = route({ params: brokerParams, body: exchangeDeclaration }, ({ context, params, body }) =>
  createExchange(context, { ...params, exchange: body }),
);
