import * as z from 'zod';

/** Smaller ones would not hold a refusal. */
const roomBytesMin = 64 * 1024;

/**
 * A read of the embedded broker's management API by another thread of the same process. The answer is what HTTP would bring,
 * but its bytes are written into memory that both threads see: nothing is copied through sockets, nothing is left to collect.
 *
 *   reader                                      broker's thread
 *     │ ── {id, path, authorization, room} ────────> │  checks, answers
 *     │                                              │  ──> room: | bytes of the body |
 *     │ <──────────────── {id, status, sizeBytes} ── │
 */
export const memoryRequest = z.object({
  id: z.number().int(),
  /** Path and query, as in a request line. */
  path: z.string(),
  /** The header's value. */
  authorization: z.string(),
  /** The broker's from now until its answer, then the reader's again. */
  room: z.instanceof(SharedArrayBuffer).refine(({ byteLength }) => byteLength >= roomBytesMin),
});
export type MemoryRequest = z.infer<typeof memoryRequest>;

/** `sizeBytes`: how much of the room the body takes; null when it has no room there and is to be asked for over HTTP. */
export const memoryAnswer = z.object({ id: z.number().int(), status: z.number().int(), sizeBytes: z.number().int().nullable() });
export type MemoryAnswer = z.infer<typeof memoryAnswer>;
