'use client';

import { useQuery } from '@tanstack/react-query';
import type { BodySchema, BodySchemaFormat, BodySchemaInput, SchemaCheck } from '../model/body-schema';
import { request } from './client';
import type { QueuePlace } from './messages';

const pathOf = ({ broker, virtualHost, queue }: QueuePlace, ...rest: readonly string[]) => [
  'brokers',
  broker,
  'queues',
  virtualHost,
  queue,
  'schemas',
  ...rest,
];

export const schemaKey = ({ broker, virtualHost, queue }: QueuePlace) => ['schemas', broker, virtualHost, queue] as const;

/** The schemas of a queue's bodies; they change rarely and are asked for once a visit. */
export function useBodySchemas(place: QueuePlace, isWanted = true) {
  return useQuery<readonly BodySchema[]>({
    queryKey: schemaKey(place),
    queryFn: ({ signal }) => request(pathOf(place), { signal }),
    enabled: isWanted,
    staleTime: 60_000,
    retry: false,
  });
}

/** The message types of a schema, or the line that is wrong. */
export const checkSchema = (place: QueuePlace, format: BodySchemaFormat, text: string): Promise<SchemaCheck> =>
  request(pathOf(place, 'check'), { method: 'POST', body: { format, text } });

/** One of the same name is replaced. */
export const saveSchema = (place: QueuePlace, schema: BodySchemaInput): Promise<void> =>
  request(pathOf(place), { method: 'POST', body: schema });

/** Answers what was deleted, so that it can be put back. */
export const deleteSchema = (place: QueuePlace, id: string): Promise<BodySchemaInput> => request(pathOf(place, id), { method: 'DELETE' });
