/** 0 … count-1, for lists that take over all rows of what was recovered. */
export function allIndexes(count: number): Uint32Array {
  const indexes = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) indexes[index] = index;
  return indexes;
}
