import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { checkSchema } from '@/lib/services/schemas/check-schema';
import { schemaText } from '@/lib/services/schemas/schema-input';

export const POST = route({ params: queueParams, body: schemaText }, ({ context, params, body }) =>
  checkSchema(context, { ...params, ...body }),
);
