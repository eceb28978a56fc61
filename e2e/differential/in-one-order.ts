/** JSON with the keys of every table sorted, and without times, which differ from run to run. */
export const inOneOrder = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'time') return 'time';
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
