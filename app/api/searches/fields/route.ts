import * as z from 'zod';
import { route } from '@/lib/server/route';
import { sampleFields } from '@/lib/services/search/sample-fields';
import { searchScopes } from '@/lib/services/search/search-request';

export const POST = route({ body: z.object({ scopes: searchScopes }) }, ({ context, body }) => sampleFields(context, body.scopes));
