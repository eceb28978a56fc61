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
const LINE_WIDTH = 1.5;
/** An idle line would else be drawn in the middle of nowhere. */
const SCALE_MAX_LEAST = 1;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Options for one chart; made anew when the theme changes, because a canvas knows no CSS variables. */
export function plotOptions(input: PlotInput): uPlot.Options {
  const [ink, grid, font] = [token('--ink-faint'), token('--line'), '11px "Inter Variable", system-ui, sans-serif'];
  const axis = { stroke: ink, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  const withSeconds = input.minutes <= 15;
  return {
    width: input.width,
    height: input.height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => (input.zone === 'utc' ? uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') : new Date(seconds * 1000)),
    cursor: { sync: { key: input.syncKey, setSeries: false }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
    scales: { x: { time: true }, y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, SCALE_MAX_LEAST)] } },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        space: 90,
        values: (_plot, splits) => splits.map((second) => formatTime(second * 1000, input.zone).slice(0, withSeconds ? 8 : 5)),
      },
      { ...axis, size: AXIS_WIDTH, space: 32, values: (_plot, splits) => splits.map((value) => input.format(value)) },
    ],
    series: [
      {},
      ...input.lines.map((line) => ({
        label: meanings[line.meaning].label,
        stroke: token(meanings[line.meaning].variable),
        width: LINE_WIDTH,
        dash: [...line.dash],
        spanGaps: false,
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [(plot) => input.onCursor(plot.cursor.idx ?? null)] },
  };
}
