import * as z from 'zod';
import { json } from '../http/answer';
import { shortText } from '../http/body-schema';
import type { Call } from '../http/call';
import type { Resource } from '../http/router';
import { typedTable } from '../messages/move-body';

const routeBody = z.object({ routingKey: shortText, headers: typedTable.default([]) });

/** Looking at routes is looking at bindings: whoever may list them may ask. */
async function preview(call: Call) {
  const exchange = call.exchange();
  const { routingKey, headers } = await call.body(routeBody);
  return json(call.virtualHost().previewRoute(exchange, routingKey, headers));
}

export const routePreviewResources: readonly Resource[] = [
  { path: '/api/exchanges/:vhost/:exchange/route', methods: { POST: { access: 'management', handle: preview } } },
];
