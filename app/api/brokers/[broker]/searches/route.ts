import { route } from '@/lib/server/route';
import { brokerParams } from '@/lib/server/route-params';
import { searchRequest } from '@/lib/services/search/search-request';
import { startSearch } from '@/lib/services/search/start-search';

export const POST = route({ params: brokerParams, body: searchRequest }, ({ context, params, body }) =>
  startSearch(context, { ...params, request: body }),
);
