import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { name } from '@/lib/services/input';
import { planImport } from '@/lib/services/operations/plan-import';

const query = z.object({ virtualHost: name, queue: name.nullable().default(null) });
const nothing = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });

/** Body: NDJSON as GET …/messages/export writes it. Answers with a plan, to be started by POST …/operations. */
export const POST = route({ params: brokerParams, query }, ({ context, params, query: into, request }) =>
  planImport(context, { ...params, ...into }, request.body ?? nothing),
);
