import { parseAsInteger } from 'nuqs';

/** How far back charts look, in minutes; the server keeps a point a second for 15 min and one each 10 s for 24 h. */
export const chartRanges = [
  { value: '5', label: '5 min' },
  { value: '15', label: '15 min' },
  { value: '60', label: '1 h' },
  { value: '360', label: '6 h' },
  { value: '1440', label: '24 h' },
] as const;
export type ChartRange = (typeof chartRanges)[number]['value'];
const MINUTES_DEFAULT = 15;

export const rangeParser = parseAsInteger.withDefault(MINUTES_DEFAULT).withOptions({ history: 'replace' });
export const rangeOf = (minutes: number): ChartRange => chartRanges.find(({ value }) => Number(value) === minutes)?.value ?? '15';
