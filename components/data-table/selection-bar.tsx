'use client';

import type { ReactNode } from 'react';
import { formatCount } from '@/lib/model/quantity';
import { Button } from '../ui/button';
import type { DataTableState } from './use-data-table';

/**
 * What is chosen, the step from 'these' to 'all that match', and the acts. 'All' is offered as what it is:
 * a filter works on loaded rows only, so while it is set everything on the server is not on offer.
 */
export function SelectionBar<Row>({
  table,
  isPartial,
  everythingLabel,
  children,
}: {
  table: DataTableState<Row>;
  isPartial: boolean;
  everythingLabel: string;
  children: ReactNode;
}) {
  const { selected, selection, rows, state, serverCount } = table;
  const canSelectShown = !selected.isEverything && selected.count < rows.length;
  const canSelectEverything = isPartial && !state.hasFilter && !selected.isEverything;
  return (
    <section
      aria-label="Selection"
      className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-t border-line-strong bg-raised px-4 py-2"
    >
      <span aria-live="polite" className="font-medium">
        {formatCount(selected.count)} selected
      </span>
      {canSelectShown ? (
        <Button size="small" variant="quiet" onClick={selection.selectShown}>
          {state.hasFilter
            ? `Select all ${formatCount(rows.length)} that match`
            : `Select all ${formatCount(rows.length)}${isPartial ? ' loaded' : ''}`}
        </Button>
      ) : null}
      {canSelectEverything ? (
        <Button size="small" variant="quiet" onClick={selection.selectEverything}>
          {everythingLabel}: {formatCount(serverCount)}
        </Button>
      ) : null}
      {isPartial && state.hasFilter ? (
        <span className="text-small text-ink-faint">The filter covers the {formatCount(rows.length)} loaded rows that match.</span>
      ) : null}
      <Button size="small" variant="quiet" onClick={selection.clear}>
        Clear
      </Button>
      <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>
    </section>
  );
}
