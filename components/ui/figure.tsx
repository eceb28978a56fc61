import type { ReactNode } from 'react';

/** A number that one watches: fixed width, so that it never makes its neighbours jump. */
export function Figure({ label, value, unit, mark }: { label: ReactNode; value: string; unit?: string; mark?: ReactNode }) {
  return (
    <div className="min-w-[104px]">
      <div className="flex items-center gap-1.5 text-small text-ink-muted">
        {mark}
        {label}
      </div>
      <div className="text-figure font-semibold">
        {value}
        {unit ? <span className="ml-1 text-small font-normal text-ink-faint">{unit}</span> : null}
      </div>
    </div>
  );
}
