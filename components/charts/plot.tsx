'use client';

import 'uplot/dist/uPlot.min.css';
import { useTheme } from 'next-themes';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { Series } from '@/lib/model/live';
import { useTimeZone } from '../ui/time-zone';
import type { ChartLine } from './chart-lines';
import { plotOptions } from './plot-options';

export type PlotProps = {
  series: Series;
  lines: readonly ChartLine[];
  minutes: number;
  height: number;
  syncKey: string;
  format: (value: number | null) => string;
  onCursor: (index: number | null) => void;
};

const MINUTE_SECONDS = 60;

function columns(series: Series, lines: readonly ChartLine[]): uPlot.AlignedData {
  return [series.timesMs.map((timeMs) => timeMs / 1000), ...lines.map((line) => [...series.fields[line.field]])];
}

/** The canvas alone; loaded when needed. Its legend and summary are TimeChart's. */
export default function Plot({ series, lines, minutes, height, syncKey, format, onCursor }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { resolvedTheme } = useTheme();
  const [zone] = useTimeZone();
  const [width, setWidth] = useState(0);
  const latest = useRef(onCursor);
  useEffect(() => {
    latest.current = onCursor;
  });

  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!box.current || width === 0 || resolvedTheme === undefined) return;
    const input = { lines, width, height, syncKey, zone, format, minutes, onCursor: (index: number | null) => latest.current(index) };
    const made = new uPlot(plotOptions(input), [[]], box.current);
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [lines, width, height, syncKey, zone, format, minutes, resolvedTheme]);

  useEffect(() => {
    const drawn = plot.current;
    if (!drawn) return;
    const last = series.timesMs.at(-1) ?? Date.now();
    drawn.batch(() => {
      drawn.setData(columns(series, lines), false);
      drawn.setScale('x', { min: last / 1000 - minutes * MINUTE_SECONDS, max: last / 1000 });
    });
  });
  return <div ref={box} aria-hidden style={{ height }} className="w-full overflow-hidden" />;
}
