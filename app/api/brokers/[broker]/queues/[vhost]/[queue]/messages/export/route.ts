import { route } from '@/lib/server/route';
import { queueParams } from '@/lib/server/route-params';
import { exportMessages } from '@/lib/services/messages/export-messages';

/** NDJSON, one message a line, as POST …/publish/import takes it back. */
export const GET = route({ params: queueParams }, async ({ context, params }) => {
  const body = await exportMessages(context, params);
  const headers = {
    'content-type': 'application/x-ndjson',
    'content-disposition': `attachment; filename="${params.queue.name.replace(/[^\w.-]/g, '_')}.ndjson"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  };
  return new Response(body, { headers });
});
