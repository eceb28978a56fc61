import * as z from 'zod';
import { route } from '@/lib/server/route';
import { previewSearch } from '@/lib/services/search/preview-search';
import { searchScopes } from '@/lib/services/search/search-request';

export const POST = route({ body: z.object({ scopes: searchScopes }) }, ({ context, body }) => previewSearch(context, body.scopes));
