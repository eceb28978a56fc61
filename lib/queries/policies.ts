'use client';

import { useQuery } from '@tanstack/react-query';
import type { Policy, VirtualHost } from '../model/resources';
import { request } from './client';
import { keys } from './keys';

export function usePolicies(broker: string) {
  return useQuery<readonly Policy[]>({
    queryKey: keys.policies(broker),
    queryFn: ({ signal }) => request(['brokers', broker, 'policies'], { signal }),
    staleTime: 30_000,
  });
}

export function useVirtualHosts(broker: string) {
  return useQuery<readonly VirtualHost[]>({
    queryKey: keys.virtualHosts(broker),
    queryFn: ({ signal }) => request(['brokers', broker, 'virtual-hosts'], { signal }),
    staleTime: 30_000,
  });
}
