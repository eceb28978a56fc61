import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TypedTable } from '../model/field-table';
import type { MessageDraft, PublishOutcome, PublishTemplate } from '../model/message';
import type { RoutePreview } from '../model/resources';
import { request } from './client';

export type RouteQuestion = {
  readonly virtualHost: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly headers: TypedTable;
};

export const previewRoute = (broker: string, question: RouteQuestion, signal?: AbortSignal): Promise<RoutePreview> =>
  request<RoutePreview>(['brokers', broker, 'route-preview'], { method: 'POST', body: question, ...(signal ? { signal } : {}) });

/** Which queues a message would reach under the bindings of now; null asks nothing. Asked anew as bindings change. */
export function useRoutePreview(broker: string, question: RouteQuestion | null, bindingsVersion = 0) {
  return useQuery({
    queryKey: ['route-preview', broker, question, bindingsVersion],
    queryFn: ({ signal }) => previewRoute(broker, question as RouteQuestion, signal),
    enabled: question !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Each draft with its own outcome, in order. */
export const publishDrafts = (broker: string, virtualHost: string, drafts: readonly MessageDraft[]): Promise<readonly PublishOutcome[]> =>
  request<readonly PublishOutcome[]>(['brokers', broker, 'publish'], { method: 'POST', body: { virtualHost, drafts } });

const templatesKey = (broker: string) => ['templates', broker] as const;

export function useTemplates(broker: string, isAllowed: boolean) {
  return useQuery({
    queryKey: templatesKey(broker),
    queryFn: ({ signal }) => request<readonly PublishTemplate[]>(['brokers', broker, 'templates'], { signal }),
    enabled: isAllowed,
  });
}

export type TemplateInput = Pick<PublishTemplate, 'name' | 'virtualHost' | 'draft'> & { readonly id: string | null };

export function useSaveTemplate(broker: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TemplateInput) => request<PublishTemplate>(['brokers', broker, 'templates'], { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: templatesKey(broker) }),
  });
}

export function useRemoveTemplate(broker: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>(['brokers', broker, 'templates', id], { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: templatesKey(broker) }),
  });
}
