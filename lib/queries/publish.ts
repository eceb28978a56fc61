import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { TypedTable } from '../model/field-table';
import type { MessageDraft, PublishOutcome } from '../model/message';
import type { RoutePreview } from '../model/resources';
import { request } from './client';

export type RouteQuestion = {
  readonly virtualHost: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly headers: TypedTable;
};

/** More than this in one request is refused by the server; the form sends batch after batch. */
export const publishBatchMax = 100;

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

export type PublishInput = {
  readonly virtualHost: string;
  readonly draft: MessageDraft;
  readonly count: number;
  /** Told after each batch, for the progress. */
  readonly onProgress: (outcomes: readonly PublishOutcome[]) => void;
};

/** Publishes the draft `count` times in batches and returns each outcome; what a failing batch had before it is kept by onProgress. */
export function usePublish(broker: string) {
  return useMutation({
    mutationFn: async ({ virtualHost, draft, count, onProgress }: PublishInput): Promise<readonly PublishOutcome[]> => {
      const outcomes: PublishOutcome[] = [];
      while (outcomes.length < count) {
        const size = Math.min(publishBatchMax, count - outcomes.length);
        const drafts = Array.from({ length: size }, () => draft);
        outcomes.push(
          ...(await request<readonly PublishOutcome[]>(['brokers', broker, 'publish'], { method: 'POST', body: { virtualHost, drafts } })),
        );
        onProgress(outcomes);
      }
      return outcomes;
    },
  });
}
