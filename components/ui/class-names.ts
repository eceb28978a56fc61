/** Joins class names and leaves out what is absent. Later classes do not override earlier ones: don't pass two of one property. */
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
