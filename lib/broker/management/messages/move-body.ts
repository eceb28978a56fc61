import * as z from 'zod';
import type { TypedTable, TypedValue } from '../../../model/field-table';
import type { MessageProperties } from '../../../model/message';
import { shortText } from '../http/body-schema';
import { managementLimits } from '../management-limits';

export const messageId = z.string().regex(/^\d{1,16}$/, 'an id is a whole number as text');
export const idsBody = z.object({ ids: z.array(messageId).max(managementLimits.settleIdsMax) });

const integer = (bits: number, isSigned: boolean) =>
  z
    .number()
    .int()
    .min(isSigned ? -(2 ** (bits - 1)) : 0)
    .max(isSigned ? 2 ** (bits - 1) - 1 : 2 ** bits - 1);
const wide = (pattern: RegExp, min: bigint, max: bigint) =>
  z.string().refine((text) => pattern.test(text) && BigInt(text) >= min && BigInt(text) <= max, 'is not a number of this type, as text');
const int64 = wide(/^-?\d{1,19}$/, -(2n ** 63n), 2n ** 63n - 1n);
const uint64 = wide(/^\d{1,20}$/, 0n, 2n ** 64n - 1n);
const base64 = z.base64();

/** Typed header values as lib/model/field-table.ts has them. */
export const typedValue: z.ZodType<TypedValue> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('boolean'), value: z.boolean() }),
    z.object({ type: z.literal('int8'), value: integer(8, true) }),
    z.object({ type: z.literal('uint8'), value: integer(8, false) }),
    z.object({ type: z.literal('int16'), value: integer(16, true) }),
    z.object({ type: z.literal('uint16'), value: integer(16, false) }),
    z.object({ type: z.literal('int32'), value: integer(32, true) }),
    z.object({ type: z.literal('uint32'), value: integer(32, false) }),
    z.object({ type: z.literal('int64'), value: int64 }),
    z.object({ type: z.literal(['float', 'double']), value: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]) }),
    z.object({ type: z.literal('decimal'), value: z.object({ scale: integer(8, false), digits: integer(32, true) }) }),
    z.object({ type: z.literal('string'), value: z.string() }),
    z.object({ type: z.literal(['bytes', 'longString']), value: base64 }),
    z.object({ type: z.literal('timestamp'), value: uint64 }),
    z.object({ type: z.literal('table'), value: typedTable }),
    z.object({ type: z.literal('array'), value: z.array(typedValue) }),
    z.object({ type: z.literal('void'), value: z.null() }),
  ]),
);
export const typedTable: z.ZodType<TypedTable> = z.lazy(() =>
  z.array(
    z.object({
      key: shortText,
      value: typedValue,
    }),
  ),
);

const octet = integer(8, false);
/** MessageProperties of lib/model/message.ts. */
const typedProperties: z.ZodType<MessageProperties> = z.object({
  contentType: shortText.exactOptional(),
  contentEncoding: shortText.exactOptional(),
  headers: typedTable.exactOptional(),
  deliveryMode: octet.exactOptional(),
  priority: octet.exactOptional(),
  correlationId: shortText.exactOptional(),
  replyTo: shortText.exactOptional(),
  expiration: z
    .string()
    .regex(/^\d{1,12}$/, 'must be milliseconds as text')
    .exactOptional(),
  messageId: shortText.exactOptional(),
  timestamp: uint64.exactOptional(),
  type: shortText.exactOptional(),
  userId: shortText.exactOptional(),
  appId: shortText.exactOptional(),
  clusterId: shortText.exactOptional(),
});

const destination = { exchange: z.string(), routingKey: shortText };
const changes = {
  removeHeaders: z.array(z.string()).max(1_000).default([]),
  dropProperties: z.array(z.enum(['expiration', 'userId'])).default([]),
};
const moveItem = z.object({
  id: messageId,
  ...destination,
  setHeaders: typedTable.default([]),
  replacement: z.object({ properties: typedProperties, bodyBase64: base64 }).nullable().default(null),
});
export type MoveItemBody = z.infer<typeof moveItem>;

/** Either `items`, each with its own destination, or `ids` with one `destination` for all. */
export const moveBody = z.union([
  z.object({ items: z.array(moveItem).max(managementLimits.settleIdsMax), setHeaders: typedTable.default([]), ...changes }),
  z
    .object({ ids: idsBody.shape.ids, destination: z.object(destination), setHeaders: typedTable.default([]), ...changes })
    .transform(({ ids, destination: one, ...rest }) => ({
      items: ids.map((id): MoveItemBody => ({ id, ...one, setHeaders: [], replacement: null })),
      ...rest,
    })),
]);
