import { route } from '@/lib/server/route';
import { listSearches } from '@/lib/services/search/list-searches';
import { searchRequest } from '@/lib/services/search/search-request';
import { startSearch } from '@/lib/services/search/start-search';

export const GET = route({}, ({ context }) => listSearches(context));
export const POST = route({ body: searchRequest }, ({ context, body }) => startSearch(context, body));
