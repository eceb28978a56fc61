import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { createBinding } from '@/lib/services/routing/create-binding';
import { binding, bindingDeclaration } from '@/lib/services/routing/declarations';
import { deleteBinding } from '@/lib/services/routing/delete-binding';

export const POST = route({ params: brokerParams, body: bindingDeclaration }, ({ context, params, body }) =>
  createBinding(context, { ...params, binding: body }),
);

export const DELETE = route({ params: brokerParams, body: binding }, ({ context, params, body }) =>
  deleteBinding(context, { ...params, binding: body }),
);
