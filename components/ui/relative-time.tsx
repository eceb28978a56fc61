'use client';

import { formatDateTime, formatDistance, formatDuration } from '@/lib/model/quantity';
import { useNowMs } from './now';
import { useTimeZone } from './time-zone';
import { Tooltip } from './tooltip';

/** '4 s ago', with the exact time (local or UTC, as chosen) on hover. `isAge` leaves out the 'ago': '4 s'. */
export function RelativeTime({ atMs, isAge = false }: { atMs: number; isAge?: boolean }) {
  const nowMs = useNowMs();
  const [zone] = useTimeZone();
  const distanceMs = nowMs === 0 ? 0 : nowMs - atMs;
  const text = isAge ? formatDuration(Math.abs(distanceMs) / 1000) : formatDistance(distanceMs);
  return (
    <Tooltip content={formatDateTime(atMs, zone)}>
      <time dateTime={new Date(atMs).toISOString()} suppressHydrationWarning className="whitespace-nowrap">
        {text}
      </time>
    </Tooltip>
  );
}

/** The exact time in the chosen zone, for logs and ledgers. */
export function ExactTime({ atMs }: { atMs: number }) {
  const [zone] = useTimeZone();
  return (
    <time dateTime={new Date(atMs).toISOString()} suppressHydrationWarning className="whitespace-nowrap">
      {formatDateTime(atMs, zone)}
    </time>
  );
}
