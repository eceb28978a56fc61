import * as z from 'zod';
import { toPlainTable, toTypedTable } from '../../model/field-table-plain';
import type { MessageProperties } from '../../model/message';
import { emptyListAsObject, flexibleInteger, plainTable, shortText } from './http/body-schema';

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

const octet = flexibleInteger.refine((value) => value >= 0 && value <= 255, 'must be 0 to 255');

/** `properties` of POST …/publish. Header types follow RabbitMQ's rules for JSON; unknown properties are ignored. */
export const propertiesBody = z
  .preprocess(
    emptyListAsObject,
    z.object({
      content_type: shortText.optional(),
      content_encoding: shortText.optional(),
      delivery_mode: octet.optional(),
      priority: octet.optional(),
      correlation_id: shortText.optional(),
      reply_to: shortText.optional(),
      expiration: z
        .string()
        .regex(/^\d{1,12}$/, 'must be milliseconds as text')
        .optional(),
      message_id: shortText.optional(),
      type: shortText.optional(),
      user_id: shortText.optional(),
      app_id: shortText.optional(),
      cluster_id: shortText.optional(),
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
