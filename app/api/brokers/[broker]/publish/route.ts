import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { publishRequest } from '@/lib/services/messages/message-draft';
import { publishMessages } from '@/lib/services/messages/publish-messages';

/** Room for a message of 32 MiB in base64 with its properties. */
const bodyBytesMax = 48 * 1024 * 1024;

export const POST = route({ params: brokerParams, body: publishRequest, bodyBytesMax }, ({ context, params, body }) =>
  publishMessages(context, { ...params, ...body }),
);
