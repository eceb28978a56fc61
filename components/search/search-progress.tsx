'use client';

import { Play, Square } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { notifyError } from '@/components/ui/toast';
import { formatCount, formatRate, RATE_UNIT } from '@/lib/model/quantity';
import type { Search } from '@/lib/model/search';
import { coveragePercent, searchSentence } from '@/lib/model/search-sentence';
import { useSearchAct } from '@/lib/queries/search';

/** How much was looked at, what was found, and the way to stop or go on. */
export function SearchProgress({ broker, search }: { broker: string; search: Search }) {
  const act = useSearchAct(broker, search.id);
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
        {search.state === 'running' ? (
          <Button size="small" icon={Square} isBusy={act.isPending} onClick={() => act.mutate('stop', { onError: notifyError })}>
            Stop
          </Button>
        ) : null}
        {search.state === 'stopped' ? (
          <Button size="small" icon={Play} isBusy={act.isPending} onClick={() => act.mutate('resume', { onError: notifyError })}>
            Go on
          </Button>
        ) : null}
      </div>
      <div
        role="progressbar"
        aria-label="Messages looked at"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 w-full overflow-hidden rounded-small bg-sunken"
      >
        <span className="block h-full bg-accent" style={{ width: `${percent}%` }} />
      </div>
      {kept < search.matchCount ? (
        <p className="text-small text-ink-muted">
          The first {formatCount(kept)} matches are kept and shown; narrow the search to see others.
        </p>
      ) : null}
      {search.effects.length > 0 ? (
        <Notice tone="warning">Looking changes something on this broker. {search.effects.join(' ')}</Notice>
      ) : null}
      {search.stateReason ? <Notice tone={search.state === 'failed' ? 'danger' : 'warning'}>{search.stateReason}</Notice> : null}
    </div>
  );
}
