import { formatRateInColumn } from '@/lib/model/quantity';

/** A rate in a table. What stands still steps back, so that the eye finds what moves. */
export function RateCell({ perSecond }: { perSecond: number | null }) {
  return <span className={perSecond ? undefined : 'text-ink-faint'}>{formatRateInColumn(perSecond)}</span>;
}
