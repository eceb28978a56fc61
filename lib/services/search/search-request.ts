import { z } from 'zod';
import { entityAddress, shortString } from '../input';
import { searchLimits } from './search-limits';

const text = z.string().max(searchLimits.textLengthMax, `Use at most ${searchLimits.textLengthMax} characters.`);
const plain = z.object({
  text,
  header: z.object({ key: shortString, value: text }).nullable(),
  jsonPath: z.object({ path: text, value: text }).nullable(),
});

/** What a person may ask to look for; see lib/model/search.ts. */
export const searchRequest = z
  .object({
    queues: z.array(entityAddress).max(searchLimits.queuesMax, `Name at most ${searchLimits.queuesMax} queues.`),
    filter: z.string().max(searchLimits.filterLengthMax, `A filter has at most ${searchLimits.filterLengthMax} characters.`),
    plain: plain.nullable(),
  })
  .refine(
    ({ filter, plain: boxes }) =>
      filter.trim() !== '' || (boxes !== null && (boxes.text !== '' || boxes.header !== null || boxes.jsonPath !== null)),
    'Say what to look for.',
  );
