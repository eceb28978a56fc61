'use client';

import { useQueryState } from 'nuqs';
import { SegmentedControl } from '../ui/segmented-control';
import { type ChartRange, chartRanges, rangeOf, rangeParser } from './chart-time';

/** Minutes that all charts of the page show, in the URL as ?range=. */
export function useChartMinutes(): number {
  const [minutes] = useQueryState('range', rangeParser);
  return Number(rangeOf(minutes));
}

export function RangeControl() {
  const [minutes, setMinutes] = useQueryState('range', rangeParser);
  return (
    <SegmentedControl<ChartRange>
      ariaLabel="Time range of the charts"
      value={rangeOf(minutes)}
      options={chartRanges}
      onChange={(range) => void setMinutes(Number(range))}
    />
  );
}
