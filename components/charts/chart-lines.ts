import type { SeriesField } from '@/lib/model/live';
import type { Meaning } from '../ui/meaning';

/** One line of a chart: which field of the series, what it means (colour and shape), and its pattern, so that lines differ without colour too. */
export type ChartLine = {
  readonly field: SeriesField;
  readonly meaning: Meaning;
  readonly dash: readonly number[];
  /** The one that the chart is about stands on a tint of its colour. */
  readonly isFilled?: boolean;
};

export const rateLines: readonly ChartLine[] = [
  { field: 'publish', meaning: 'published', dash: [], isFilled: true },
  { field: 'deliver', meaning: 'delivered', dash: [8, 3] },
  { field: 'acknowledge', meaning: 'acknowledged', dash: [3, 2] },
  { field: 'redeliver', meaning: 'redelivered', dash: [8, 3, 2, 3] },
  { field: 'unroutable', meaning: 'unroutable', dash: [1, 4] },
];
export const depthLines: readonly ChartLine[] = [
  { field: 'ready', meaning: 'ready', dash: [], isFilled: true },
  { field: 'unacknowledged', meaning: 'unacknowledged', dash: [5, 3] },
];
