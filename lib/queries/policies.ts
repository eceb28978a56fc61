'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PolicyEffect } from '../model/policies/policy-effect';
import type { ScopedPolicy } from '../model/policies/policy-scope';
import type { VirtualHost } from '../model/resources';
import { request } from './client';
import { keys } from './keys';

export function usePolicies(broker: string) {
  return useQuery<readonly ScopedPolicy[]>({
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

/** A change as the person means it: `before` is what they saw, null for a new one; `after` null removes. */
export type PolicyChange = { readonly before: ScopedPolicy | null; readonly after: ScopedPolicy | null };

/** What a change would do now; null asks nothing. */
export function usePolicyEffect(broker: string, change: PolicyChange | null) {
  return useQuery<PolicyEffect>({
    queryKey: keys.policyEffect(broker, change),
    queryFn: ({ signal }) => request(['brokers', broker, 'policies', 'preview'], { method: 'POST', body: change, signal }),
    enabled: change !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  });
}

/** Sets, changes or removes a policy. Refused as `conflict` when somebody else changed it since. */
export function useChangePolicy(broker: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ before, after }: PolicyChange): Promise<void> => {
      if (after !== null) return request(['brokers', broker, 'policies'], { method: 'POST', body: { policy: after, before } });
      if (before === null) return Promise.resolve();
      const { virtualHost, name, scope } = before;
      return request(['brokers', broker, 'policies', virtualHost, name], { method: 'DELETE', query: { scope } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.policies(broker) }),
  });
}
