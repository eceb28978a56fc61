import * as z from 'zod';
import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { topicList } from '@/lib/services/monitoring/live-request';
import { readSnapshot } from '@/lib/services/monitoring/read-snapshot';

export const GET = route({ params: brokerParams, query: z.object({ topics: topicList }) }, ({ context, params, query }) =>
  readSnapshot(context, { ...params, topics: query.topics }),
);
