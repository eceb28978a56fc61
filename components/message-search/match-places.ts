import type { PlanSubject } from '@/components/messages/plan/plan-subject';
import { originOf } from '@/lib/model/deaths';
import { requestInCel } from '@/lib/model/plain-in-cel';
import type { Search, SearchMatch } from '@/lib/model/search';

/** Messages of one queue that an operation is to be planned for: a plan is for one queue of one broker. */
export type PlaceOfMatches = {
  readonly brokerId: string;
  readonly virtualHost: string;
  readonly queue: string;
  readonly selection: PlanSubject['selection'];
  readonly messageCount: number;
  readonly hasOrigin: boolean;
};

const hasOrigin = ({ message, queue }: SearchMatch): boolean => originOf(message.properties.headers, queue) !== null;
const keyOf = ({ brokerId, virtualHost, queue }: Pick<SearchMatch, 'brokerId' | 'virtualHost' | 'queue'>): string =>
  JSON.stringify([brokerId, virtualHost, queue]);

/** The chosen matches by queue; those without an id can't be named and are left out. */
export function placesOfChosen(chosen: readonly SearchMatch[]): readonly PlaceOfMatches[] {
  const byPlace = new Map<string, SearchMatch[]>();
  for (const match of chosen) byPlace.set(keyOf(match), [...(byPlace.get(keyOf(match)) ?? []), match]);
  return [...byPlace.values()].flatMap((matches) => {
    const [first] = matches;
    const ids = matches.flatMap(({ message }) => (message.id === null ? [] : [message.id]));
    if (!first || ids.length === 0) return [];
    const { brokerId, virtualHost, queue } = first;
    return [
      { brokerId, virtualHost, queue, selection: { kind: 'ids', ids }, messageCount: ids.length, hasOrigin: matches.some(hasOrigin) },
    ];
  });
}

/** All that match, also those that are not kept: the server looks through the queue anew with the same filter when it plans. */
export function placesOfAll(search: Search): readonly PlaceOfMatches[] {
  const filter = requestInCel(search.request);
  const withOrigin = new Set(search.matches.filter(hasOrigin).map(keyOf));
  return search.parts.flatMap(({ brokerId, matchPlaces }) =>
    matchPlaces.map(({ virtualHost, queue, matchCount }) => ({
      brokerId,
      virtualHost,
      queue,
      selection: { kind: 'filter', filter },
      messageCount: matchCount,
      hasOrigin: withOrigin.has(keyOf({ brokerId, virtualHost, queue })),
    })),
  );
}
