import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { previewRequest } from '@/lib/services/messages/message-draft';
import { previewRoute } from '@/lib/services/routing/preview-route';

export const POST = route({ params: brokerParams, body: previewRequest }, ({ context, params, body }) =>
  previewRoute(context, { ...params, ...body }),
);
