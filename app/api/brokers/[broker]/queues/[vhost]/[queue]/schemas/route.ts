import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { listSchemas } from '@/lib/services/schemas/list-schemas';
import { saveSchema } from '@/lib/services/schemas/save-schema';
import { schemaInput } from '@/lib/services/schemas/schema-input';

export const GET = route({ params: queueParams }, ({ context, params }) => listSchemas(context, params));

export const POST = route({ params: queueParams, body: schemaInput }, ({ context, params, body }) =>
  saveSchema(context, { ...params, schema: body }),
);
