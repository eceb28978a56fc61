'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BrokerSummary, Environment } from '../model/console';
import { request } from './client';
import { keys } from './keys';

const REFETCH_MS = 15_000;

export function useBrokers() {
  return useQuery<readonly BrokerSummary[]>({
    queryKey: keys.brokers,
    queryFn: ({ signal }) => request(['brokers'], { signal }),
    refetchInterval: REFETCH_MS,
  });
}

/** The broker of the page; undefined while unknown. */
export function useBroker(id: string): BrokerSummary | undefined {
  return useBrokers().data?.find((broker) => broker.id === id);
}

/** The name that a dangerous act must have typed: only where the broker is production. */
export function useNameToType(broker: string, name: string): string | null {
  return useBroker(broker)?.environment === 'production' ? name : null;
}

export type BrokerInput = {
  readonly name: string;
  readonly environment: Environment;
  readonly colour: string | null;
  readonly managementUrl: string;
  readonly amqpUrl: string;
  readonly username: string;
  readonly password: string;
};
export type BrokerIdentity = { readonly product: string; readonly version: string; readonly clusterName?: string };

export const testBroker = (input: BrokerInput): Promise<BrokerIdentity> => request(['brokers', 'test'], { method: 'POST', body: input });

/** What was left empty is not sent: it stays as stored. The server never tells addresses or passwords. */
const filled = (input: BrokerInput): Partial<BrokerInput> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ''));

/** Adds with id null, else changes what is filled in. */
export function useSaveBroker() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id: string | null; input: BrokerInput }): Promise<BrokerSummary> =>
      id === null
        ? request(['brokers'], { method: 'POST', body: input })
        : request(['brokers', id], { method: 'PATCH', body: filled(input) }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.brokers }),
  });
}

export function useRemoveBroker() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string): Promise<void> => request(['brokers', id], { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.brokers }),
  });
}
