import * as z from 'zod';
import { entityAddress, shortString } from '../input';
import { searchLimits } from './search-limits';

const text = z.string().max(searchLimits.textLengthMax, `Use at most ${searchLimits.textLengthMax} characters.`);
export const filterText = z.string().max(searchLimits.filterLengthMax, `A filter has at most ${searchLimits.filterLengthMax} characters.`);
const plain = z.object({
  text,
  header: z.object({ key: shortString, value: text }).nullable(),
  jsonPath: z.object({ path: text, value: text }).nullable(),
});

const queues = z.array(entityAddress).max(searchLimits.queuesMax, `Name at most ${searchLimits.queuesMax} queues of a broker.`);
const scope = z.object({ brokerId: z.string().min(1).max(64), queues, acceptsEffects: z.boolean() });

/** Each broker at most once, so that its coverage is one figure. */
export const searchScopes = z
  .array(scope)
  .min(1, 'Choose where to look.')
  .max(searchLimits.brokersMax, `Search at most ${searchLimits.brokersMax} brokers at once.`)
  .refine((scopes) => new Set(scopes.map(({ brokerId }) => brokerId)).size === scopes.length, 'Name each broker once.');

/** What a person may ask to look for; see lib/model/search.ts. */
export const searchRequest = z
  .object({
    scopes: searchScopes,
    filter: filterText,
    plain: plain.nullable(),
  })
  .refine(
    ({ filter, plain: boxes }) =>
      filter.trim() !== '' || (boxes !== null && (boxes.text !== '' || boxes.header !== null || boxes.jsonPath !== null)),
    'Say what to look for.',
  );
