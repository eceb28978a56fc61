import * as z from 'zod';
import { permissionRecord } from '../../auth/permission-table';
import { topicPermissionRecord } from '../../auth/topic-permission-table';
import { flexibleBoolean, plainTable, shortText } from '../http/body-schema';

/** What an import takes; other keys are ignored, as RabbitMQ does. `vhost` is absent when the path names it. */
const vhost = z.string().optional();
export const definitionsBody = z.object({
  users: z.array(z.looseObject({ name: shortText })).default([]),
  vhosts: z
    .array(
      z.object({
        name: shortText.min(1),
        description: z.string().optional(),
        tags: z.array(z.string()).optional(),
        default_queue_type: z.string().nullish(),
        metadata: z
          .object({ description: z.string().optional(), tags: z.array(z.string()).optional(), default_queue_type: z.string().optional() })
          .optional(),
      }),
    )
    .default([]),
  permissions: z.array(permissionRecord).default([]),
  topic_permissions: z.array(topicPermissionRecord).default([]),
  parameters: z.array(z.object({ vhost, component: z.string(), name: z.string(), value: z.unknown() })).default([]),
  global_parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).default([]),
  policies: z.array(z.looseObject({ vhost, name: shortText })).default([]),
  queues: z
    .array(
      z.object({
        name: shortText.min(1),
        vhost,
        durable: flexibleBoolean.default(true),
        auto_delete: flexibleBoolean.default(false),
        arguments: plainTable.default({}),
        type: z.string().optional(),
      }),
    )
    .default([]),
  exchanges: z
    .array(
      z.object({
        name: shortText.min(1),
        vhost,
        type: z.string(),
        durable: flexibleBoolean.default(true),
        auto_delete: flexibleBoolean.default(false),
        internal: flexibleBoolean.default(false),
        arguments: plainTable.default({}),
      }),
    )
    .default([]),
  bindings: z
    .array(
      z.object({
        source: z.string(),
        vhost,
        destination: z.string(),
        destination_type: z.enum(['queue', 'exchange']),
        routing_key: shortText.default(''),
        arguments: plainTable.default({}),
      }),
    )
    .default([]),
});
export type Definitions = z.infer<typeof definitionsBody>;
