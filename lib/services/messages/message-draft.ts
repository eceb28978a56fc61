import * as z from 'zod';
import type { TypedTable, TypedValue } from '../../model/field-table';
import { name, shortString } from '../input';

const draftsMax = 100;
const tableEntriesMax = 1024;
const tableDepthMax = 16;

const digits = z.string().regex(/^\d{1,20}$/, 'Give decimal digits.');
const signedDigits = z.string().regex(/^-?\d{1,19}$/, 'Give a whole number in decimal digits.');
const integer = (minimum: number, maximum: number) => z.number().int().min(minimum).max(maximum);
const real = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);

/** AMQP field values with their wire types (lib/model/field-table.ts), checked against each type's range. */
const valueAt = (depth: number): z.ZodType<TypedValue> =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('boolean'), value: z.boolean() }),
    z.object({ type: z.literal('int8'), value: integer(-128, 127) }),
    z.object({ type: z.literal('uint8'), value: integer(0, 255) }),
    z.object({ type: z.literal('int16'), value: integer(-32_768, 32_767) }),
    z.object({ type: z.literal('uint16'), value: integer(0, 65_535) }),
    z.object({ type: z.literal('int32'), value: integer(-2_147_483_648, 2_147_483_647) }),
    z.object({ type: z.literal('uint32'), value: integer(0, 4_294_967_295) }),
    z.object({ type: z.literal('int64'), value: signedDigits }),
    z.object({ type: z.literal('float'), value: real }),
    z.object({ type: z.literal('double'), value: real }),
    z.object({ type: z.literal('decimal'), value: z.object({ scale: integer(0, 255), digits: integer(0, 4_294_967_295) }) }),
    z.object({ type: z.literal('string'), value: z.string() }),
    z.object({ type: z.literal('bytes'), value: z.base64() }),
    z.object({ type: z.literal('longString'), value: z.base64() }),
    z.object({ type: z.literal('timestamp'), value: digits }),
    z.object({ type: z.literal('table'), value: depth < tableDepthMax ? z.lazy(() => tableAt(depth + 1)) : tooDeep }),
    z.object({ type: z.literal('array'), value: depth < tableDepthMax ? z.lazy(() => arrayAt(depth + 1)) : tooDeep }),
    z.object({ type: z.literal('void'), value: z.null() }),
  ]);

const tooDeep = z.never(`Nest at most ${tableDepthMax} levels.`);
const valueSchemas = new Map<number, z.ZodType<TypedValue>>();
function fieldValue(depth: number): z.ZodType<TypedValue> {
  const known = valueSchemas.get(depth) ?? valueAt(depth);
  valueSchemas.set(depth, known);
  return known;
}
const arrayAt = (depth: number): z.ZodType<readonly TypedValue[]> => z.array(fieldValue(depth)).max(tableEntriesMax);
const tableAt = (depth: number): z.ZodType<TypedTable> =>
  z.array(z.object({ key: shortString, value: fieldValue(depth) })).max(tableEntriesMax);

export const typedTable = tableAt(0);

export const messageProperties = z.object({
  contentType: shortString.exactOptional(),
  contentEncoding: shortString.exactOptional(),
  headers: typedTable.exactOptional(),
  deliveryMode: integer(0, 255).exactOptional(),
  priority: integer(0, 255).exactOptional(),
  correlationId: shortString.exactOptional(),
  replyTo: shortString.exactOptional(),
  expiration: shortString.exactOptional(),
  messageId: shortString.exactOptional(),
  timestamp: digits.exactOptional(),
  type: shortString.exactOptional(),
  userId: shortString.exactOptional(),
  appId: shortString.exactOptional(),
  clusterId: shortString.exactOptional(),
});

export const messageDraft = z.object({
  exchange: shortString,
  routingKey: shortString,
  properties: messageProperties,
  bodyBase64: z.base64(),
});

export const publishRequest = z.object({ virtualHost: name, drafts: z.array(messageDraft).min(1).max(draftsMax) });

export const previewRequest = z.object({
  virtualHost: name,
  exchange: shortString,
  routingKey: shortString,
  headers: typedTable.default([]),
});
