'use client';

import { SearchX } from 'lucide-react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import type { RowShape } from './use-table-layout';

const SKELETON_ROW_COUNT = 12;
const skeletonRows = Array.from({ length: SKELETON_ROW_COUNT }, (_, index) => `skeleton-${index}`);

/** The layout of rows to come. */
export function TableSkeleton<Row>({ shape }: { shape: RowShape<Row> }) {
  return (
    <div aria-hidden>
      {skeletonRows.map((key) => (
        <div
          key={key}
          style={{ height: shape.rowHeight, gridTemplateColumns: shape.gridTemplate }}
          className="grid items-center border-b border-line/60"
        >
          {shape.columns.map((column) => (
            <span key={column.id} className="px-2 first:pl-4">
              <Skeleton className={column.grow ? 'h-3 w-2/3' : 'h-3 w-full'} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

export function NoMatch({ label, onClear }: { label: string; onClear: () => void }) {
  return (
    <EmptyState icon={SearchX} title="Nothing matches" action={<Button onClick={onClear}>Clear the filters</Button>}>
      There are {label.toLowerCase()}, but none matches what you filter by.
    </EmptyState>
  );
}
