import { z } from 'zod';
import { toPlainTable, toTypedTable } from '../../model/field-table-plain';
import type { MessageProperties } from '../../model/message';
import { emptyListAsObject, flexibleInteger, plainTable } from './http/body-schema';

/** JSON name, RabbitMQ's, of each property; timestamp and headers are treated on their own. */
const plainProperties = [
  ['contentType', 'content_type'],
  ['contentEncoding', 'content_encoding'],
  ['deliveryMode', 'delivery_mode'],
  ['priority', 'priority'],
  ['correlationId', 'correlation_id'],
  ['replyTo', 'reply_to'],
  ['expiration', 'expiration'],
  ['messageId', 'message_id'],
  ['type', 'type'],
  ['userId', 'user_id'],
  ['appId', 'app_id'],
  ['clusterId', 'cluster_id'],
] as const satisfies readonly (readonly [keyof MessageProperties, string])[];

/** RabbitMQ's plug-in writes no properties as `[]`. */
export function propertiesRow(properties: MessageProperties): object {
  const row: Record<string, unknown> = {};
  for (const [field, name] of plainProperties) if (properties[field] !== undefined) row[name] = properties[field];
  if (properties.timestamp !== undefined) row['timestamp'] = Number(properties.timestamp);
  if (properties.headers !== undefined) row['headers'] = toPlainTable(properties.headers);
  return Object.keys(row).length === 0 ? [] : row;
}

const short = z.string().max(255);
const octet = flexibleInteger.refine((value) => value >= 0 && value <= 255, 'must be 0 to 255');

/** `properties` of POST …/publish. Header types follow RabbitMQ's rules for JSON; unknown properties are ignored. */
export const propertiesBody = z
  .preprocess(
    emptyListAsObject,
    z.object({
      content_type: short.optional(),
      content_encoding: short.optional(),
      delivery_mode: octet.optional(),
      priority: octet.optional(),
      correlation_id: short.optional(),
      reply_to: short.optional(),
      expiration: z
        .string()
        .regex(/^\d{1,10}$/, 'must be milliseconds as text')
        .optional(),
      message_id: short.optional(),
      type: short.optional(),
      user_id: short.optional(),
      app_id: short.optional(),
      cluster_id: short.optional(),
      timestamp: flexibleInteger.refine((value) => value >= 0, 'must not be negative').optional(),
      headers: plainTable.optional(),
    }),
  )
  .transform(({ timestamp, headers, ...body }): MessageProperties => {
    const properties: Record<string, unknown> = {};
    for (const [field, name] of plainProperties) if (body[name] !== undefined) properties[field] = body[name];
    if (timestamp !== undefined) properties['timestamp'] = String(timestamp);
    if (headers !== undefined) properties['headers'] = toTypedTable(headers);
    return properties;
  });
