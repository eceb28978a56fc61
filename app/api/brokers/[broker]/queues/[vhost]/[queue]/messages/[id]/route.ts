import { route } from '@/lib/server/route';
import { messageParams } from '@/lib/server/route-params';
import { readMessage } from '@/lib/services/messages/read-message';

export const GET = route({ params: messageParams }, ({ context, params }) => readMessage(context, params));
