import { getHeapStatistics } from 'node:v8';

/** Memory for objects, apart from contents: V8 ends the process where it has no more. */
export type HeapFigures = { readonly usedBytes: number; readonly limitBytes: number };

/** Above this share nothing is taken in that stays: the rest is for serving what there is, and for garbage not yet collected. */
export const HEAP_SHARE_MAX = 0.75;

/** V8 counts its young generation (three semi-spaces of 16 MiB) to the limit, but what stays has to fit without it. */
const YOUNG_BYTES = 48 * 1024 * 1024;

/** V8 keeps one heap for each thread. */
export function heapOfThread(): HeapFigures {
  const { used_heap_size: usedBytes, heap_size_limit: limitBytes } = getHeapStatistics();
  return { usedBytes, limitBytes: Math.max(limitBytes - YOUNG_BYTES, limitBytes / 2) };
}
