import * as z from 'zod';
import { name } from '../services/input';

/** Dynamic segments as the route folders name them, turned into the vocabulary's words. */
export const brokerParams = z.object({ broker: z.string().max(64) }).transform(({ broker }) => ({ brokerId: broker }));

export const queueParams = z
  .object({ broker: z.string().max(64), vhost: name, queue: name })
  .transform(({ broker, vhost, queue }) => ({ brokerId: broker, queue: { virtualHost: vhost, name: queue } }));

/** One thing of a queue by its id: a message, a schema. */
export const messageParams = z
  .object({ broker: z.string().max(64), vhost: name, queue: name, id: z.string().min(1).max(64) })
  .transform(({ broker, vhost, queue, id }) => ({ brokerId: broker, queue: { virtualHost: vhost, name: queue }, id }));

export const exchangeParams = z
  .object({ broker: z.string().max(64), vhost: name, exchange: name })
  .transform(({ broker, vhost, exchange }) => ({ brokerId: broker, exchange: { virtualHost: vhost, name: exchange } }));

export const policyParams = z
  .object({ broker: z.string().max(64), vhost: name, policy: name })
  .transform(({ broker, vhost, policy }) => ({ brokerId: broker, policy: { virtualHost: vhost, name: policy } }));

export const connectionParams = z
  .object({ broker: z.string().max(64), name: z.string().min(1).max(1024) })
  .transform(({ broker, name: connection }) => ({ brokerId: broker, name: connection }));

export const searchParams = z.object({ search: z.string().min(1).max(64) }).transform(({ search }) => ({ searchId: search }));

export const operationParams = z
  .object({ broker: z.string().max(64), operation: z.string().min(1).max(64) })
  .transform(({ broker, operation }) => ({ brokerId: broker, operationId: operation }));

export const templateParams = z
  .object({ broker: z.string().max(64), template: z.string().min(1).max(64) })
  .transform(({ broker, template }) => ({ brokerId: broker, id: template }));
