import type { SearchRequest } from '@/lib/model/search';

/** Where a search looked, in a sentence. */
export function searchPlace({ scopes }: SearchRequest, nameOf: (brokerId: string) => string): string {
  const [first, ...others] = scopes;
  if (!first) return '';
  if (others.length > 0) return `On ${scopes.map(({ brokerId }) => nameOf(brokerId)).join(', ')}.`;
  return first.queues.length === 0
    ? `In all queues of ${nameOf(first.brokerId)}.`
    : `In ${first.queues.map(({ name }) => name).join(', ')} on ${nameOf(first.brokerId)}.`;
}
