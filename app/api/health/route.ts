import { readHealth } from '@/lib/server/health';

export const dynamic = 'force-dynamic';

export function GET(): Response {
  const { isReady, report } = readHealth();
  return Response.json(report, { status: isReady ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
