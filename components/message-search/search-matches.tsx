'use client';

import { RotateCcw, SearchX, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Selected } from '@/components/data-table/table-props';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import type { Search, SearchMatch } from '@/lib/model/search';
import { useBrokers } from '@/lib/queries/brokers';
import { useWhyNot } from '@/lib/queries/session';
import { ActOnPlaces, type WantedAct } from './act-on-places';
import { matchColumns, matchKey } from './match-columns';
import { placesOfAll, placesOfChosen } from './match-places';
import { OpenMatch } from './open-match';
import { SearchProgress } from './search-progress';

/** What a search knows: its coverage, its matches as they come in, the open one beside them, and what can be done with them. */
export function SearchMatches({
  search,
  openKey,
  onOpen,
}: {
  search: Search;
  openKey: string | null;
  onOpen: (key: string | null) => void;
}) {
  const [act, setAct] = useState<WantedAct | null>(null);
  const columns = useColumns(search);
  const open = useMemo(() => search.matches.find((match) => matchKey(match) === openKey) ?? null, [search.matches, openKey]);
  const isOver = search.state === 'completed';
  return (
    <>
      <SearchProgress search={search} />
      <div className={classNames('grid min-h-[320px] flex-1', open ? 'grid-cols-2 max-md:grid-cols-1' : 'grid-cols-1')}>
        <div className={classNames('flex min-h-0 min-w-0 flex-col', open && 'max-md:hidden')}>
          <DataTable
            id="search-matches"
            label="Matches"
            rows={search.matches}
            rowKey={matchKey}
            columns={columns}
            totalCount={search.matchCount}
            everythingLabel="Select all that match"
            searchPlaceholder="Filter the matches"
            openKey={openKey}
            onOpen={(match) => onOpen(matchKey(match))}
            selectionActions={(selected) => <MatchActs search={search} selected={selected} onAct={setAct} />}
            empty={
              <EmptyState icon={SearchX} title={isOver ? 'Nothing found' : 'No match so far'}>
                {isOver
                  ? 'Every message of the chosen queues was looked at. It may have been consumed before: consumed messages are not kept.'
                  : 'The search has not looked at everything.'}
              </EmptyState>
            }
          />
        </div>
        {open ? <OpenMatch match={open} onClose={() => onOpen(null)} /> : null}
      </div>
      {act ? <ActOnPlaces act={act} onClose={() => setAct(null)} /> : null}
    </>
  );
}

function useColumns(search: Search) {
  const brokers = useBrokers().data;
  const { scopes } = search.request;
  const [first, ...others] = scopes;
  const isOneQueue = others.length === 0 && first?.queues.length === 1;
  const hasVirtualHosts = new Set(search.matches.map(({ virtualHost }) => virtualHost)).size > 1;
  return useMemo(() => {
    const names = new Map(scopes.map(({ brokerId }) => [brokerId, brokers?.find(({ id }) => id === brokerId)?.name ?? brokerId]));
    return matchColumns(names, hasVirtualHosts, isOneQueue);
  }, [scopes, brokers, hasVirtualHosts, isOneQueue]);
}

const noIds = 'This broker gives messages no ids, so single ones can’t be named. Select all that match instead.';

function MatchActs({ search, selected, onAct }: { search: Search; selected: Selected<SearchMatch>; onAct: (act: WantedAct) => void }) {
  const whyNotReplay = useWhyNot('message.replay');
  const whyNotDiscard = useWhyNot('message.discard');
  const places = selected.isEverything ? placesOfAll(search) : placesOfChosen(selected.rows);
  const whyNot = places.length === 0 ? noIds : null;
  return (
    <>
      <Button size="small" icon={Trash2} disabledReason={whyNotDiscard ?? whyNot} onClick={() => onAct({ kind: 'discard', places })}>
        Discard…
      </Button>
      <Button
        size="small"
        variant="primary"
        icon={RotateCcw}
        disabledReason={whyNotReplay ?? whyNot}
        onClick={() => onAct({ kind: 'replay', places })}
      >
        Replay or move…
      </Button>
    </>
  );
}
