import { assert } from '../../base/assert';

const wordCountMax = 2 ** 30;

/** A copy with room for at least `neededCount` words, at least doubled, so that appending stays cheap. */
export function growWords(words: Uint32Array, neededCount: number): Uint32Array<ArrayBuffer> {
  assert(neededCount <= wordCountMax, 'a segment, group or log has fewer words than that');
  // Whole words of a bitmap that is kept beside.
  const capacity = Math.max(words.length * 2, (neededCount + 31) & ~31, 32);
  const grown = new Uint32Array(capacity);
  grown.set(words);
  return grown;
}
