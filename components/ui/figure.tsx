import type { ReactNode } from 'react';
import { ABSENT } from '@/lib/model/quantity';

/** A number that one watches: fixed width, so that it never makes its neighbours jump. */
export function Figure({ label, value, unit, mark }: { label: ReactNode; value: string; unit?: string; mark?: ReactNode }) {
  return (
    <div className="min-w-0 sm:min-w-[104px]">
      <div className="flex items-center gap-1.5 text-small whitespace-nowrap text-ink-muted max-sm:gap-1">
        {mark}
        {label}
      </div>
      <div className="text-figure font-semibold whitespace-nowrap max-sm:text-title">
        {value}
        {unit && value !== ABSENT ? <span className="ml-1 text-small font-normal text-ink-faint">{unit}</span> : null}
      </div>
    </div>
  );
}

/** Figures side by side: as wide as they are, on a phone three in a row. */
export function FigureRow({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap gap-x-6 gap-y-3 max-sm:grid max-sm:grid-cols-3 max-sm:gap-x-2">{children}</div>;
}
