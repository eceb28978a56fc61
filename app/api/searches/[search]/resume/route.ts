import { route } from '@/lib/server/route';
import { searchParams } from '@/lib/server/route-params';
import { resumeSearch } from '@/lib/services/search/resume-search';

export const POST = route({ params: searchParams }, ({ context, params }) => resumeSearch(context, params));
