/** Numbers as people read them. Absent is '–', never 0: a broker that didn't tell is not a broker at rest. */
export const ABSENT = '–';

const SCALES = [
  { from: 1e9, divisor: 1e9, suffix: ' G' },
  { from: 1e6, divisor: 1e6, suffix: ' M' },
  { from: 1e5, divisor: 1e3, suffix: ' k' },
] as const;

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 12,345: exact, for counts that one compares and acts on. */
export function formatCount(count: number | null): string {
  return count === null ? ABSENT : whole.format(count);
}

/** 12,345 · 123 k · 1.2 M: three figures from 100,000 on, for places without room. */
export function formatCountShort(count: number | null): string {
  if (count === null) return ABSENT;
  const scale = SCALES.find(({ from }) => Math.abs(count) >= from);
  return scale ? threeFigures(count / scale.divisor) + scale.suffix : whole.format(count);
}

/** Messages per second: 0 · 0.4 · 12 · 1,234 · 1.2 M, without the unit (see RATE_UNIT). */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null) return ABSENT;
  if (perSecond > 0 && perSecond < 0.1) return '<0.1';
  if (Math.abs(perSecond) < 10 && !Number.isInteger(perSecond)) return perSecond.toFixed(1);
  return formatCountShort(Math.round(perSecond));
}

/** A rate in a column: as formatRate, but below ten always with one decimal (1.0), so that decimals stand below each other. */
export const formatRateInColumn = (perSecond: number | null): string =>
  perSecond !== null && perSecond !== 0 && Number.isInteger(perSecond) && Math.abs(perSecond) < 10
    ? perSecond.toFixed(1)
    : formatRate(perSecond);
export const RATE_UNIT = '/s';

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** 512 B · 3.4 MiB: binary units, three figures. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return ABSENT;
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1000 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? whole.format(value) : threeFigures(value)} ${BYTE_UNITS[unit] ?? 'B'}`;
}

const DURATIONS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'min', seconds: 60 },
  { unit: 's', seconds: 1 },
] as const;

/** 4 s · 3 min · 2 h 5 min · 12 d: the two largest units below ten of the larger one, else one. */
export function formatDuration(seconds: number): string {
  const rounded = Math.max(0, Math.floor(seconds));
  const index = DURATIONS.findIndex((step) => rounded >= step.seconds);
  const step = DURATIONS[index];
  if (step === undefined) return '0 s';
  const count = Math.floor(rounded / step.seconds);
  const lower = DURATIONS[index + 1];
  const rest = lower && step.unit !== 'min' && count < 10 ? Math.floor((rounded % step.seconds) / lower.seconds) : 0;
  return rest > 0 && lower ? `${count} ${step.unit} ${rest} ${lower.unit}` : `${count} ${step.unit}`;
}

/** How long ago, or in how long when negative. The page's clock ticks once a second, so what has just been done may lie ahead of it. */
export function formatDistance(distanceMs: number): string {
  if (Math.abs(distanceMs) < 1_000) return 'just now';
  const words = formatDuration(Math.abs(distanceMs) / 1_000);
  return distanceMs > 0 ? `${words} ago` : `in ${words}`;
}

/** 2026-11-21 14:02:07, in UTC marked so. */
export function formatDateTime(atMs: number, zone: 'local' | 'utc'): string {
  const date = new Date(atMs);
  const offsetMs = zone === 'utc' ? 0 : date.getTimezoneOffset() * 60_000;
  const text = new Date(atMs - offsetMs).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}${zone === 'utc' ? ' UTC' : ''}`;
}

/** 14:02:07 in the chosen zone. */
export function formatTime(atMs: number, zone: 'local' | 'utc'): string {
  return formatDateTime(atMs, zone).slice(11, 19);
}

/** '1 queue', '12,345 queues'; irregular plurals as third argument. */
export function formatCounted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

function threeFigures(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95) return whole.format(value);
  return value.toFixed(size >= 9.995 ? 1 : 2).replace(/\.?0+$/, '');
}
