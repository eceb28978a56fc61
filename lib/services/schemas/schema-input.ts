import * as z from 'zod';
import { bodySchemaFormats } from '../../model/body-schema';
import { schemaLimits } from './schema-limits';

const format = z.enum(bodySchemaFormats);
const text = z
  .string()
  .min(1, 'The schema is empty.')
  .max(schemaLimits.textLengthMax, `A schema has at most ${schemaLimits.textLengthMax.toLocaleString('en')} characters.`);

export const schemaText = z.object({ format, text });

export const schemaInput = z.object({
  format,
  text,
  name: z
    .string()
    .trim()
    .min(1, 'Give the schema a name.')
    .max(schemaLimits.nameLengthMax, `Use at most ${schemaLimits.nameLengthMax} characters.`),
  rootType: z.string().min(1, 'Choose a message type.').max(schemaLimits.textLengthMax),
  contentType: z
    .string()
    .trim()
    .min(1, 'Give a content type, or choose every body.')
    .max(schemaLimits.contentTypeLengthMax, `Use at most ${schemaLimits.contentTypeLengthMax} characters.`)
    .nullable(),
});
