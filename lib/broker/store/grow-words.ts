import { assert } from '../../base/assert';

const wordCountMax = 2 ** 30;

/** A copy with room for at least `neededCount` words, doubling, so that appending stays cheap. */
export function growWords(words: Uint32Array, neededCount: number): Uint32Array<ArrayBuffer> {
  assert(neededCount <= wordCountMax, 'a segment, group or log has fewer words than that');
  let capacity = Math.max(words.length, 32);
  while (capacity < neededCount) capacity *= 2;
  const grown = new Uint32Array(capacity);
  grown.set(words);
  return grown;
}
