import * as z from 'zod';
import type { Selection } from '../../model/operations';

/** What fits into an address; more is exported by a filter, or whole. */
const exportIdsMax = 500;
const filterCharactersMax = 2_000;

export const exportQuery = z.object({
  ids: z
    .string()
    .transform((text) => text.split(',').filter((id) => id !== ''))
    .refine((ids) => ids.length <= exportIdsMax, `Name at most ${exportIdsMax} messages.`)
    .exactOptional(),
  filter: z.string().min(1).max(filterCharactersMax).exactOptional(),
});

export const selectionOf = ({ ids, filter }: z.infer<typeof exportQuery>): Selection => {
  if (ids !== undefined) return { kind: 'ids', ids };
  return filter === undefined ? { kind: 'all' } : { kind: 'filter', filter };
};
