import * as z from 'zod';
import type { PlainTable, PlainValue } from '../../../model/field-table';
import { limits } from '../../limits';
import { badRequest } from './http-error';

/** RabbitMQ takes booleans and integers also as text: rabbitmqadmin sends what was typed. */
export const flexibleBoolean = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean('not_boolean: expected true or false'),
);
export const flexibleInteger = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value),
  z.number('not_integer: expected a whole number').int('not_integer: expected a whole number'),
);

/** Names and keys travel as AMQP short strings. */
export const shortText = z.string().refine((text) => Buffer.byteLength(text) <= limits.shortStringMaxBytes, 'has at most 255 bytes');

/** PHP and Erlang write an empty object as `[]`. */
export const emptyListAsObject = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? {} : value);

/** A whole number beyond 2^53 has lost digits on its way through JSON already. */
const plainNumber = z.number().refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), 'whole numbers end at 2^53');
const plainValue: z.ZodType<PlainValue> = z.lazy(() =>
  z.union([z.boolean(), plainNumber, z.string(), z.null(), z.array(plainValue), z.record(shortText, plainValue)]),
);
/** Field-table arguments. */
export const plainTable: z.ZodType<PlainTable> = z.preprocess(
  emptyListAsObject,
  z.record(shortText, plainValue, 'expected an object of names and values'),
);

/** Parses or throws HttpError 400: missing keys in RabbitMQ's words, `[{key_missing,count}]`, else the first fault with its place. */
export function parseBody<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badRequest('not_json: expected a JSON object');
  const missing = result.error.issues.filter((issue) => issue.path.length === 1 && !Object.hasOwn(value, issue.path[0] ?? ''));
  if (missing.length > 0) throw badRequest(`[${missing.map((issue) => `{key_missing,${String(issue.path[0])}}`).join(',')}]`);
  const issue = result.error.issues[0];
  throw badRequest(issue ? `${issue.path.map(String).join('.') || 'body'}: ${issue.message}` : 'the body has the wrong shape');
}
