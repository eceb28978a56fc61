import { route } from '@/lib/server/route';
import { messageParams } from '@/lib/server/route-params';
import { deleteSchema } from '@/lib/services/schemas/delete-schema';

export const DELETE = route({ params: messageParams }, ({ context, params }) => deleteSchema(context, params));
