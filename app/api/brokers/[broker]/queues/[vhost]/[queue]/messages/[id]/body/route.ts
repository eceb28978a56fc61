import { route } from '@/lib/server/route';
import { messageParams } from '@/lib/server/route-params';
import { readBody } from '@/lib/services/messages/read-body';

/** Always a download and never a page: a body is whatever a publisher sent. */
export const GET = route({ params: messageParams }, async ({ context, params }) => {
  const body = await readBody(context, params);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="message-${params.id.replace(/[^\w.-]/g, '_')}.bin"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  };
  return new Response(body, { headers });
});
