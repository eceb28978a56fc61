import * as z from 'zod';
import type { TypedTable } from '../../model/field-table';
import type { Policy } from '../../model/resources';
import type { DefinitionStore } from '../ports';

/** Topology as the DefinitionStore keeps it. Keys are JSON arrays of names, so that no name needs a separator. */
export const definitionKinds = {
  virtualHost: 'virtual-host',
  exchange: 'exchange',
  queue: 'queue',
  binding: 'binding',
  policy: 'policy',
  operatorPolicy: 'operator-policy',
  limits: 'virtual-host-limits',
} as const;

export const definitionKey = (...names: readonly string[]): string => JSON.stringify(names);

const typedTable = z.custom<TypedTable>((value) => Array.isArray(value));
const plainTable = z.record(z.string(), z.json());

export const storedVirtualHost = z.object({
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  defaultQueueType: z.string().nullable(),
});
export const storedExchange = z.object({
  virtualHost: z.string(),
  name: z.string(),
  type: z.string(),
  isAutoDelete: z.boolean(),
  isInternal: z.boolean(),
  arguments: typedTable,
  /** Store id of a delaying exchange's messages, else null. */
  delayId: z.number().nullable(),
});
export const storedQueue = z.object({
  id: z.number(),
  virtualHost: z.string(),
  name: z.string(),
  type: z.enum(['classic', 'quorum', 'stream']),
  isAutoDelete: z.boolean(),
  arguments: typedTable,
});
export const storedBinding = z.object({
  virtualHost: z.string(),
  source: z.string(),
  destination: z.string(),
  destinationType: z.enum(['queue', 'exchange']),
  routingKey: z.string(),
  arguments: typedTable,
});
export const storedPolicy = z.object({
  virtualHost: z.string(),
  name: z.string(),
  pattern: z.string(),
  applyTo: z.enum(['all', 'exchanges', 'queues', 'classic_queues', 'quorum_queues', 'streams']),
  priority: z.number(),
  definition: plainTable,
}) satisfies z.ZodType<Policy>;
export const storedLimits = z.object({ maxQueues: z.number().nullable(), maxConnections: z.number().nullable() });

export type StoredQueue = z.infer<typeof storedQueue>;
export type StoredExchange = z.infer<typeof storedExchange>;
export type StoredBinding = z.infer<typeof storedBinding>;
export type VirtualHostLimits = z.infer<typeof storedLimits>;

/** All definitions of one kind, parsed: what the disk gives back is not trusted. */
export function readDefinitions<T>(loaded: ReturnType<DefinitionStore['load']>, kind: string, schema: z.ZodType<T>): T[] {
  return [...(loaded.get(kind)?.values() ?? [])].map((value) => schema.parse(value));
}
