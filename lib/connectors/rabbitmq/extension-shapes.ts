import * as z from 'zod';
import type { MessageProperties } from '../../model/message';
import { bindingShape, channelShape, connectionShape, consumerShape, exchangeShape, nodeShape, overviewShape, queueShape } from './shapes';

/** Answers of the extension endpoints (docs/MANAGEMENT_API.md): already in the shapes of lib/model. */
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

export const browsedMessageShape = z.object({
  id: z.string(),
  position: z.number(),
  state: z.enum(['ready', 'unacknowledged']),
  redelivered: z.boolean(),
  exchange: z.string(),
  routingKey: z.string(),
  properties: z.custom<MessageProperties>(isObject),
  bodySizeBytes: z.number(),
  bodyBase64: z.string(),
  enqueuedAtMs: z.number().nullable(),
  deliveryCount: z.number().nullable(),
});

export const messagesShape = z.object({
  messages: z.array(browsedMessageShape),
  totalCount: z.number(),
  next: z.number().nullable(),
});

export const newestShape = z.object({
  messages: z.array(browsedMessageShape),
  totalCount: z.number(),
  skippedCount: z.number(),
});

export const settleResultsShape = z.object({
  results: z.array(z.object({ id: z.string(), outcome: z.enum(['removed', 'gone', 'unacknowledged']) })),
});

export const moveResultsShape = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(['moved', 'unroutable', 'refused', 'gone', 'unacknowledged']),
      queues: z.array(z.string()).optional(),
    }),
  ),
});

export const tracesShape = z.object({
  traces: z.array(
    z.object({
      replayId: z.string(),
      virtualHost: z.string(),
      queue: z.string(),
      state: z.enum(['enqueued', 'delivered', 'acknowledged', 'requeued', 'dead-lettered', 'expired', 'dropped', 'removed', 'unknown']),
      atMs: z.number(),
    }),
  ),
});

export const routePreviewShape = z.object({
  queues: z.array(z.string()),
  hops: z.array(
    z.object({
      source: z.string(),
      destination: z.string(),
      destinationType: z.enum(['queue', 'exchange']),
      routingKey: z.string(),
    }),
  ),
  isUnroutable: z.boolean(),
  viaAlternateExchange: z.boolean(),
});

export const extensionsShape = z.array(z.object({ name: z.string().optional(), product: z.string().optional() }));

export const snapshotShape = z.object({
  revision: z.string(),
  isComplete: z.boolean(),
  overview: overviewShape,
  nodes: z.array(nodeShape),
  queues: z.array(queueShape),
  removedQueues: z.array(z.tuple([z.string(), z.string()])).default([]),
  connections: z.array(connectionShape),
  channels: z.array(channelShape),
  consumers: z.array(consumerShape),
  exchanges: z.array(exchangeShape).default([]),
  bindings: z.array(bindingShape).default([]),
});
export type SnapshotShape = z.infer<typeof snapshotShape>;
