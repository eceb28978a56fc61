'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Role } from '../model/access';
import type { Person } from '../model/console';
import { request } from './client';
import { keys } from './keys';

export function usePeople() {
  return useQuery<readonly Person[]>({ queryKey: keys.people, queryFn: ({ signal }) => request(['people'], { signal }) });
}

export type PersonInput = { readonly name: string; readonly email: string; readonly role: Role; readonly password: string };

/** Adds with id null, else changes name and role, and the password unless it is empty; the address stays. */
export function useSavePerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id: string | null; input: PersonInput }): Promise<Person> =>
      id === null
        ? request(['people'], { method: 'POST', body: input })
        : request(['people', id], { method: 'PATCH', body: { name: input.name, role: input.role, password: input.password || undefined } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.people }),
  });
}

export function useRemovePerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string): Promise<void> => request(['people', id], { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.people }),
  });
}
