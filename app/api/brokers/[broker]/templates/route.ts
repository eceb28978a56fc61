import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { listTemplates, saveTemplate, templateRequest } from '@/lib/services/messages/templates';

const bodyBytesMax = 2 * 1024 * 1024;

export const GET = route({ params: brokerParams }, ({ context, params }) => listTemplates(context, params.brokerId));

export const POST = route({ params: brokerParams, body: templateRequest, bodyBytesMax }, ({ context, params, body }) =>
  saveTemplate(context, { ...params, ...body }),
);
