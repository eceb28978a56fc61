import { route } from '@/lib/server/route';
import { searchParams } from '@/lib/server/route-params';
import { stopSearch } from '@/lib/services/search/stop-search';

export const POST = route({ params: searchParams }, ({ context, params }) => stopSearch(context, params));
