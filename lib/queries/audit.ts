'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '../model/console';
import { request } from './client';
import { keys } from './keys';

const PAGE_ENTRY_COUNT = 100;

export type AuditFilter = {
  readonly person: string | null;
  readonly act: string | null;
  readonly outcome: string | null;
  readonly broker: string | null;
  readonly q: string | null;
};
type AuditPage = { readonly entries: readonly AuditEntry[]; readonly next: string | null; readonly totalCount: number };

/** The audit log, newest first, page after page. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery<AuditPage, Error, { entries: readonly AuditEntry[]; totalCount: number }, readonly unknown[], string | null>({
    queryKey: keys.audit(filter),
    queryFn: ({ pageParam, signal }) => request(['audit'], { query: { ...filter, before: pageParam, limit: PAGE_ENTRY_COUNT }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    select: ({ pages }) => ({ entries: pages.flatMap((page) => page.entries), totalCount: pages[0]?.totalCount ?? 0 }),
  });
}
