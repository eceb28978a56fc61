import type { Answer } from './answer';
import { writeInSlices } from './write-in-slices';

/** An answer of any length, made while it is written. */
export const streamAnswer = (contentType: string, pieces: Iterable<string>): Answer => ({
  kind: 'stream',
  contentType,
  write: async (response) => {
    await writeInSlices(response, pieces);
    response.end();
  },
});
