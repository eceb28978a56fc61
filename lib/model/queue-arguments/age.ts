const SECOND_MS = 1_000;
const unitMs: Readonly<Record<string, number>> = {
  Y: 365 * 86_400 * SECOND_MS,
  M: 30 * 86_400 * SECOND_MS,
  D: 86_400 * SECOND_MS,
  h: 3_600 * SECOND_MS,
  m: 60 * SECOND_MS,
  s: SECOND_MS,
};

/** `7D`, `12h`: a whole number and one of Y M D h m s, in ms; null when it isn't that. RabbitMQ: x-max-age, x-stream-offset. */
export function parseAgeMs(text: string): number | null {
  const match = /^([0-9]{1,6})([YMDhms])$/.exec(text);
  if (match === null) return null;
  return Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
}
