'use client';

import { memo } from 'react';
import { SPARKLINE_POINT_COUNT, sparklinePath, thinned } from './sparkline-path';

const WIDTH = 72;
const HEIGHT = 16;

/** A quiet line beside a number; the number carries the meaning, so readers of the page are spared it. */
export const Sparkline = memo(function Sparkline({ values }: { values: readonly (number | null)[] | undefined }) {
  const path = values ? sparklinePath(thinned(values, SPARKLINE_POINT_COUNT), WIDTH, HEIGHT) : '';
  return (
    <svg aria-hidden="true" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} className="inline-block h-[18px] w-[72px] text-ready" fill="none">
      <path d={path} stroke="currentColor" strokeWidth="1.25" />
    </svg>
  );
});
