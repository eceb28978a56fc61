'use client';

import { CircleDashed, type LucideIcon, Radio, TriangleAlert, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration, formatTime } from '@/lib/model/quantity';
import { useFreshness, useLiveOverview, useTransport } from '@/lib/queries/live';
import { classNames } from '../ui/class-names';
import { useNowMs } from '../ui/now';
import { useTimeZone } from '../ui/time-zone';
import { Tooltip } from '../ui/tooltip';

/** Younger figures are simply live; from here on their age is told. */
const YOUNG_MS = 3_000;
/** The first reconnect follows in half a second: no line across the page for that. */
const NOTICED_ATTEMPT = 2;
/** 14:02 of 14:02:07. */
const MINUTE_LENGTH = 5;

type Tone = 'good' | 'faint' | 'warning';
const marks: Record<Tone, string> = { good: 'text-good', faint: 'text-ink-faint', warning: 'text-warning' };

/** How old the figures are and why, from both lines: page to console, console to broker. */
function useFreshnessWords(broker: string) {
  useLiveOverview(broker);
  const transport = useTransport(broker);
  const freshness = useFreshness(broker);
  const nowMs = useNowMs();
  const [zone] = useTimeZone();
  if (transport.state === 'lost') {
    const since = formatTime(transport.sinceMs, zone);
    return {
      tone: 'warning',
      icon: Unplug,
      text: `Cut off since ${since}`,
      short: since.slice(0, MINUTE_LENGTH),
      detail: 'This page has lost the console and keeps trying. The figures are as they were.',
    } as const;
  }
  if (transport.state === 'paused')
    return { tone: 'faint', icon: CircleDashed, text: 'Paused', short: 'Paused', detail: 'Goes on when the page is seen.' } as const;
  if (freshness === undefined || freshness.state === 'connecting')
    return { tone: 'faint', icon: CircleDashed, text: 'Connecting', short: '…', detail: 'The first figures are on their way.' } as const;
  if (freshness.state === 'stale') {
    const since = formatTime(freshness.sinceMs, zone);
    return {
      tone: 'warning',
      icon: TriangleAlert,
      text: `Stale since ${since}`,
      short: since.slice(0, MINUTE_LENGTH),
      detail: freshness.reason,
    } as const;
  }
  const ageMs = Math.max(0, nowMs - freshness.atMs);
  const age = formatDuration(ageMs / 1000);
  const [text, short] = ageMs < YOUNG_MS ? ['Live', 'Live'] : [`Live · ${age}`, age];
  return {
    tone: 'good',
    icon: Radio,
    text,
    short,
    detail: 'The console asks the broker all the time; this page gets what changes.',
  } as const;
}

export function FreshnessLabel({ broker }: { broker: string }) {
  const { tone, icon: Icon, text, short, detail } = useFreshnessWords(broker);
  return (
    <Tooltip content={detail} side="bottom">
      <span className="flex sm:min-w-[76px] items-center gap-1.5 text-small whitespace-nowrap text-ink-muted">
        <Icon aria-hidden className={classNames('size-3.5 shrink-0', marks[tone])} />
        <span className={classNames('max-sm:sr-only', tone === 'warning' && 'text-ink')}>{text}</span>
        <span aria-hidden data-short={short} className="before:content-[attr(data-short)] sm:hidden" />
      </span>
    </Tooltip>
  );
}

/** Across the page while the figures are old: what happened and what it means. */
export function StaleNotice({ broker }: { broker: string }) {
  const freshness = useFreshness(broker);
  const transport = useTransport(broker);
  const isUnknown = useLiveOverview(broker) === undefined;
  const [zone] = useTimeZone();
  if (transport.state === 'lost' && transport.attempt >= NOTICED_ATTEMPT)
    return (
      <NoticeLine icon={Unplug}>
        This page has lost the console since {formatTime(transport.sinceMs, zone)} and keeps trying. What you see is how it was then.
      </NoticeLine>
    );
  // Without any figure the page itself says why, see BrokerGate.
  if (freshness?.state !== 'stale' || isUnknown) return null;
  return (
    <NoticeLine icon={TriangleAlert}>
      The broker has not answered since {formatTime(freshness.sinceMs, zone)}: {freshness.reason} What you see is how it was then; the
      console keeps trying.
    </NoticeLine>
  );
}

function NoticeLine({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <div role="status" className="flex shrink-0 items-center gap-2 border-b border-warning/40 bg-warning-soft px-4 py-1.5">
      <Icon aria-hidden className="size-4 shrink-0 text-warning" />
      <span className="min-w-0">{children}</span>
    </div>
  );
}
