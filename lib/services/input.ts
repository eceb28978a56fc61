import * as z from 'zod';
import type { PlainValue } from '../model/field-table';

/** AMQP short strings (names, routing keys) end at 255 bytes of UTF-8 (4.2.5.3). */
const shortStringBytesMax = 255;
const tableEntriesMax = 256;
const tableDepthMax = 16;

export const shortString = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= shortStringBytesMax, `Use at most ${shortStringBytesMax} bytes of UTF-8.`)
  .refine((text) => !text.includes('\0'), 'A name cannot hold a NUL character.')
  .refine((text) => !/\p{Surrogate}/u.test(text), 'A name must be valid Unicode.');
export const name = shortString.refine((text) => text.length > 0, 'Give a name.');

/** A queue or an exchange. */
export const entityAddress = z.object({ virtualHost: name, name });

/** Arguments as plain JSON, bounded in width and depth. */
export const plainTable = z
  .record(shortString, z.json())
  .refine((table) => Object.keys(table).length <= tableEntriesMax, `Use at most ${tableEntriesMax} arguments.`)
  .refine((table) => depthOf(table) <= tableDepthMax, `Nest at most ${tableDepthMax} levels.`);

function depthOf(value: PlainValue, depth = 0): number {
  if (value === null || typeof value !== 'object' || depth > tableDepthMax) return depth;
  return Math.max(depth, ...Object.values(value).map((child: PlainValue) => depthOf(child, depth + 1)));
}

/** A number from the query string within bounds, with a default for when it is absent. */
export const boundedNumber = (minimum: number, maximum: number, fallback: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);

/** `?ifEmpty=true`; absent means false. */
export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');
