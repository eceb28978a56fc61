import { route } from '@/lib/server/route';
import { searchParams } from '@/lib/server/route-params';
import { readSearch } from '@/lib/services/search/read-search';

export const GET = route({ params: searchParams }, ({ context, params }) => readSearch(context, params));
