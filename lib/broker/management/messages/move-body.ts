import { z } from 'zod';
import type { TypedTable, TypedValue } from '../../../model/field-table';
import { managementLimits } from '../management-limits';

export const messageId = z.string().regex(/^\d{1,16}$/, 'an id is a whole number as text');
export const idsBody = z.object({ ids: z.array(messageId).max(managementLimits.settleIdsMax) });

const integer = (bits: number, isSigned: boolean) =>
  z
    .number()
    .int()
    .min(isSigned ? -(2 ** (bits - 1)) : 0)
    .max(isSigned ? 2 ** (bits - 1) - 1 : 2 ** bits - 1);
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
    z.object({ type: z.literal('int64'), value: z.string().regex(/^-?\d{1,19}$/) }),
    z.object({ type: z.literal(['float', 'double']), value: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]) }),
    z.object({ type: z.literal('decimal'), value: z.object({ scale: integer(8, false), digits: integer(32, true) }) }),
    z.object({ type: z.literal('string'), value: z.string() }),
    z.object({ type: z.literal(['bytes', 'longString']), value: base64 }),
    z.object({ type: z.literal('timestamp'), value: z.string().regex(/^\d{1,20}$/) }),
    z.object({ type: z.literal('table'), value: typedTable }),
    z.object({ type: z.literal('array'), value: z.array(typedValue) }),
    z.object({ type: z.literal('void'), value: z.null() }),
  ]),
);
export const typedTable: z.ZodType<TypedTable> = z.lazy(() =>
  z.array(
    z.object({
      key: z.string().refine((key) => Buffer.byteLength(key) <= 255, 'has at most 255 bytes'),
      value: typedValue,
    }),
  ),
);

const routingKey = z.string().refine((key) => Buffer.byteLength(key) <= 255, 'has at most 255 bytes');
const destination = { exchange: z.string(), routingKey };
const headerChanges = { setHeaders: typedTable.default([]), removeHeaders: z.array(z.string()).max(1_000).default([]) };

/** Either `items`, each with its own destination, or `ids` with one `destination` for all. */
export const moveBody = z.union([
  z.object({
    items: z.array(z.object({ id: messageId, ...destination, setHeaders: typedTable.default([]) })).max(managementLimits.settleIdsMax),
    ...headerChanges,
  }),
  z
    .object({ ids: idsBody.shape.ids, destination: z.object(destination), ...headerChanges })
    .transform(({ ids, destination: one, ...changes }) => ({
      items: ids.map((id) => ({ id, ...one, setHeaders: [] as TypedTable })),
      ...changes,
    })),
]);
