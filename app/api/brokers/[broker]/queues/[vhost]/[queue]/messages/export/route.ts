import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { exportMessages } from '@/lib/services/messages/export-messages';
import { exportQuery, selectionOf } from '@/lib/services/messages/export-query';

/** NDJSON, one message a line, as POST …/imports takes it back. `ids` or `filter` choose; else all. */
export const GET = route({ params: queueParams, query: exportQuery }, async ({ context, params, query }) => {
  const body = await exportMessages(context, { ...params, selection: selectionOf(query) });
  const headers = {
    'content-type': 'application/x-ndjson',
    'content-disposition': `attachment; filename="${params.queue.name.replace(/[^\w.-]/g, '_')}.ndjson"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  };
  return new Response(body, { headers });
});
