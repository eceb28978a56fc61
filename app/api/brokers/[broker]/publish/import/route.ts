import { z } from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { name } from '@/lib/services/input';
import { importMessages } from '@/lib/services/messages/import-messages';

const query = z.object({ virtualHost: name, queue: name.nullable().default(null) });
const nothing = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });

/** Body: NDJSON as GET …/messages/export writes it. */
export const POST = route({ params: brokerParams, query }, ({ context, params, query: into, request }) =>
  importMessages(context, { ...params, ...into }, request.body ?? nothing),
);
