'use client';

import { RotateCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { requestInCel } from '@/lib/model/plain-in-cel';
import type { SearchSummary } from '@/lib/model/search';
import { searchSentence } from '@/lib/model/search-sentence';
import { useBrokers } from '@/lib/queries/brokers';
import { useSearches } from '@/lib/queries/search';
import { searchPlace } from './search-place';

/** Searches that the console keeps, whoever began them: to be opened again, or run again with what lies in the queues now. */
export function RecentSearches({
  isWanted,
  onOpen,
  onRepeat,
}: {
  isWanted: boolean;
  onOpen: (search: SearchSummary) => void;
  onRepeat: (search: SearchSummary) => void;
}) {
  const searches = useSearches(isWanted).data ?? [];
  if (searches.length === 0) return null;
  return (
    <div className="px-4 py-3">
      <Section title="Recent searches">
        <ul className="divide-y border-y">
          {searches.map((search) => (
            <Recent key={search.id} search={search} onOpen={() => onOpen(search)} onRepeat={() => onRepeat(search)} />
          ))}
        </ul>
      </Section>
      <p className="mt-2 text-small text-ink-faint">Kept for an hour after somebody last looked, and until the console restarts.</p>
    </div>
  );
}

function Recent({ search, onOpen, onRepeat }: { search: SearchSummary; onOpen: () => void; onRepeat: () => void }) {
  const brokers = useBrokers().data ?? [];
  const nameOf = (id: string) => brokers.find((broker) => broker.id === id)?.name ?? id;
  const filter = requestInCel(search.request);
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <button type="button" className="min-w-0 flex-1 text-left hover:underline" onClick={onOpen} aria-label={`Open the search ${filter}`}>
        <span className="block truncate font-mono">{filter}</span>
        <span className="block text-small text-ink-muted">
          {searchSentence(search)} {searchPlace(search.request, nameOf)}
        </span>
      </button>
      <span className="text-small text-ink-muted">
        {search.startedBy}, <RelativeTime atMs={search.startedAtMs} />
      </span>
      <Button size="small" icon={RotateCw} onClick={onRepeat}>
        Run again
      </Button>
    </li>
  );
}
