'use client';

import { Play, Square } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { notifyError } from '@/components/ui/toast';
import { formatCount, formatRate, RATE_UNIT } from '@/lib/model/quantity';
import type { Search } from '@/lib/model/search';
import { coveragePercent, searchSentence } from '@/lib/model/search-sentence';
import { useSearchAct } from '@/lib/queries/search';
import { CoverageBar } from './coverage-bar';
import { SearchParts } from './search-parts';

/** How much was looked at, what was found, and the way to stop or go on. */
export function SearchProgress({ search }: { search: Search }) {
  const percent = coveragePercent(search);
  const kept = search.matches.length;
  return (
    <div className="flex shrink-0 flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <p aria-live="polite" className="text-lead">
          {searchSentence(search)}
        </p>
        {search.state === 'running' && search.perSecond !== null ? (
          <span className="text-small text-ink-muted">
            {formatRate(search.perSecond)}
            {RATE_UNIT}
          </span>
        ) : null}
        <span className="flex-1" />
        <SearchAct search={search} />
      </div>
      <CoverageBar label="Messages looked at" percent={percent} />
      {search.parts.length > 1 ? <SearchParts search={search} /> : <PartNotices search={search} />}
      {kept < search.matchCount ? (
        <p className="text-small text-ink-muted">
          The first {formatCount(kept)} matches are kept and shown; all {formatCount(search.matchCount)} can be selected where they lie.
        </p>
      ) : null}
    </div>
  );
}

function SearchAct({ search }: { search: Search }) {
  const act = useSearchAct(search.id);
  if (search.state === 'running')
    return (
      <Button size="small" icon={Square} isBusy={act.isPending} onClick={() => act.mutate('stop', { onError: notifyError })}>
        Stop
      </Button>
    );
  if (search.state !== 'stopped') return null;
  return (
    <Button size="small" icon={Play} isBusy={act.isPending} onClick={() => act.mutate('resume', { onError: notifyError })}>
      Go on
    </Button>
  );
}

function PartNotices({ search }: { search: Search }) {
  return search.parts.map(({ brokerId, state, stateReason, effects }) => (
    <div key={brokerId} className="flex flex-col gap-2 empty:hidden">
      {effects.length > 0 ? <Notice tone="warning">Looking changes something on this broker. {effects.join(' ')}</Notice> : null}
      {stateReason ? <Notice tone={state === 'failed' ? 'danger' : 'warning'}>{stateReason}</Notice> : null}
    </div>
  ));
}
