import uPlot from 'uplot';
import { formatTime } from '@/lib/model/quantity';
import { meanings } from '../ui/meaning';
import type { TimeZoneChoice } from '../ui/time-zone';
import type { ChartLine } from './chart-lines';

export type PlotInput = {
  readonly lines: readonly ChartLine[];
  readonly width: number;
  readonly height: number;
  readonly syncKey: string;
  readonly zone: TimeZoneChoice;
  readonly format: (value: number | null) => string;
  readonly minutes: number;
  /** Index under the crosshair of any chart of the group, null when none. */
  readonly onCursor: (index: number | null) => void;
};

const AXIS_WIDTH = 56;
const AXIS_HEIGHT = 24;
/** Half of a time label may stand beyond the newest point. */
const PADDING_END = 20;
const LINE_WIDTH = 1.5;
/** Appended to a token, which is #rrggbb. */
const FILL_ALPHA = '14';
/** An idle line would else be drawn in the middle of nowhere. */
const SCALE_MAX_LEAST = 1;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** 14:05, and with seconds only where one of them is not a whole minute. */
function timeLabels(seconds: readonly number[], zone: TimeZoneChoice): string[] {
  const length = seconds.some((second) => second % 60 !== 0) ? 8 : 5;
  return seconds.map((second) => formatTime(second * 1000, zone).slice(0, length));
}

/** Options for one chart; made anew when the theme changes, because a canvas knows no CSS variables. */
export function plotOptions(input: PlotInput): uPlot.Options {
  const [ink, grid, font] = [token('--ink-faint'), token('--line'), '11px "Inter Variable", system-ui, sans-serif'];
  const axis = { stroke: ink, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  return {
    width: input.width,
    height: input.height,
    padding: [8, PADDING_END, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => (input.zone === 'utc' ? uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') : new Date(seconds * 1000)),
    cursor: { sync: { key: input.syncKey, setSeries: false }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
    scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, SCALE_MAX_LEAST)] } },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        space: 90,
        values: (_plot, splits) => timeLabels(splits, input.zone),
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        space: 32,
        values: (_plot, splits) => splits.map((value) => (value < 10 && Number.isInteger(value) ? String(value) : input.format(value))),
      },
    ],
    series: [
      {},
      ...input.lines.map((line) => ({
        label: meanings[line.meaning].label,
        stroke: token(meanings[line.meaning].variable),
        width: LINE_WIDTH,
        ...(line.isFilled ? { fill: token(meanings[line.meaning].variable) + FILL_ALPHA } : {}),
        dash: [...line.dash],
        spanGaps: false,
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [(plot) => input.onCursor(plot.cursor.idx ?? null)] },
  };
}
