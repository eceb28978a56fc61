'use client';

import { parseAsString, useQueryState } from 'nuqs';

/** The filter over the whole queue, in the address; null shows the queue by position, empty the box to write one in. */
export const useQueueFilter = () => useQueryState('filter', parseAsString.withOptions({ history: 'replace' }));

/** The search that was started with it. */
export const useFilterSearch = () => useQueryState('search', parseAsString.withOptions({ history: 'push' }));
