import * as z from 'zod';
import { route } from '@/lib/server/route';
import { checkFilter } from '@/lib/services/search/check-filter';
import { filterText } from '@/lib/services/search/search-request';

export const POST = route({ body: z.object({ filter: filterText }) }, ({ context, body }) => checkFilter(context, body.filter));
