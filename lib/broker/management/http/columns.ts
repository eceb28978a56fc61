import { isJsonObject, type JsonObject } from './json-object';

/** Only the named columns, dotted ones nested as they were: `message_stats.publish` keeps `{message_stats: {publish}}`. */
export function pickColumns(row: JsonObject, columns: readonly (readonly string[])[]): JsonObject {
  const picked: Record<string, unknown> = {};
  for (const path of columns) pick(row, path, 0, picked);
  return picked;
}

function pick(from: JsonObject, path: readonly string[], index: number, into: Record<string, unknown>): void {
  const key = path[index];
  if (key === undefined || !Object.hasOwn(from, key)) return;
  const value = from[key];
  // Argument names hold dots and dashes of their own, so a path that ends in an object takes it whole.
  if (index === path.length - 1 || !isJsonObject(value)) {
    into[key] = value;
    return;
  }
  const nested: Record<string, unknown> = isJsonObject(into[key]) ? { ...into[key] } : {};
  pick(value, path, index + 1, nested);
  into[key] = nested;
}

/** The value at a dotted path, undefined where there is none. */
export function valueAt(row: JsonObject, path: readonly string[]): unknown {
  let value: unknown = row;
  for (const key of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}
