export type ValueChange = { readonly path: string; readonly before: string | null; readonly after: string | null };

/** Deeper values are compared as text; nobody reads further down in a table. */
const DEPTH_MAX = 4;

/** What differs between before and after, field by field with dotted paths; null where there was or is nothing. */
export function valueChanges(before: unknown, after: unknown): readonly ValueChange[] {
  const [was, is] = [flattened(before), flattened(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])].sort();
  return paths
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}

function flattened(value: unknown, prefix = '', depth = 0, into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value !== 'object' || depth === DEPTH_MAX) {
    into.set(prefix || 'value', typeof value === 'string' ? value : JSON.stringify(value));
    return into;
  }
  const entries = Object.entries(value);
  if (entries.length === 0 && prefix !== '') into.set(prefix, Array.isArray(value) ? 'none' : '{}');
  for (const [key, child] of entries) flattened(child, prefix === '' ? key : `${prefix}.${key}`, depth + 1, into);
  return into;
}
