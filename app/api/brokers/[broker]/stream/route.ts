import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { getRuntime } from '@/lib/server/runtime';
import { subjectList, topicList } from '@/lib/services/monitoring/live-request';
import { watchBroker } from '@/lib/services/monitoring/watch-broker';

const query = z.object({ topics: topicList, series: subjectList });

/** no-transform: a compressing server would hold events back until its block is full. */
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

export const GET = route({ params: brokerParams, query }, async ({ context, params, query: { topics, series }, request }) => {
  const { authentication } = getRuntime();
  const cookies = new Headers({ cookie: request.headers.get('cookie') ?? '' });
  const isStillAllowed = async () => (await authentication.findSession(cookies)) !== null;
  return new Response(await watchBroker(context, { ...params, topics, series, isStillAllowed }), { headers });
});
