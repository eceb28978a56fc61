/** Points of a sparkline; more can't be told apart at its size. */
export const SPARKLINE_POINT_COUNT = 60;

/** The SVG path of values over `width` × `height`, zero at the bottom; null breaks the line. */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number): string {
  const high = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  let path = '';
  let isDown = false;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isDown = false;
      continue;
    }
    const y = height - (value / high) * height;
    path += `${isDown ? 'L' : 'M'}${round(index * step)} ${round(y)}`;
    isDown = true;
  }
  return path;
}

/** At most `count` values, each the largest of its share, so that peaks stay. */
export function thinned(values: readonly (number | null)[], count: number): readonly (number | null)[] {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, index) => {
    const share = values.slice(Math.floor((index * values.length) / count), Math.floor(((index + 1) * values.length) / count));
    const told = share.filter((value) => value !== null);
    return told.length === 0 ? null : Math.max(...told);
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
