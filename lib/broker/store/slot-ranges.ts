const halfMax = 0xffff;

/**
 * Ranges of slots as words: gap to the previous range's end in the high half, length in the low half. A gap or length
 * beyond 16 bits takes several words. Acknowledges come mostly in order, so a thousand of them are mostly one word.
 * `push` receives the words; `slots` are ascending and distinct.
 */
export function encodeSlotRanges(slots: Uint32Array, push: (word: number) => void): void {
  let position = 0;
  let index = 0;
  while (index < slots.length) {
    const start = slots[index] ?? 0;
    let end = start + 1;
    index += 1;
    while (index < slots.length && slots[index] === end) {
      end += 1;
      index += 1;
    }
    position = encodeRange(position, start, end, push);
  }
}

function encodeRange(from: number, start: number, end: number, push: (word: number) => void): number {
  let gap = start - from;
  for (; gap > halfMax; gap -= halfMax) push((halfMax << 16) >>> 0);
  let length = end - start;
  for (; length > halfMax; length -= halfMax) {
    push(((gap << 16) | halfMax) >>> 0);
    gap = 0;
  }
  push(((gap << 16) | length) >>> 0);
  return end;
}

/** Calls `visit(start, end)` for each range held in words[from … to). */
export function decodeSlotRanges(words: Uint32Array, from: number, to: number, visit: (start: number, end: number) => void): void {
  let position = 0;
  for (let index = from; index < to; index++) {
    const word = words[index] ?? 0;
    const start = position + (word >>> 16);
    position = start + (word & halfMax);
    if (position > start) visit(start, position);
  }
}
