'use client';

import type { BodySchema } from '@/lib/model/body-schema';
import type { QueuePlace } from '@/lib/queries/messages';
import { useBodySchemas } from '@/lib/queries/schemas';

const none: readonly BodySchema[] = [];

/** By which schemas bodies of this queue are read: undefined until known, none when they can't be had. */
export function useQueueSchemas(place: QueuePlace, isWanted = true): readonly BodySchema[] | undefined {
  const { data, isError } = useBodySchemas(place, isWanted);
  return data ?? (isError ? none : undefined);
}
