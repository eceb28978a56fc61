'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScopePreview, SearchRequest } from '@/lib/model/search';
import { useBrokers } from '@/lib/queries/brokers';
import { previewSearch, startSearch } from '@/lib/queries/search';
import { AgreeDialog } from './agree-dialog';

type Asking = { readonly request: SearchRequest; readonly previews: readonly ScopePreview[] };

/** Starts a search; where looking changes something, first says what, broker by broker, and asks. `dialog` belongs on the page. */
export function useStartSearch(onStarted: (id: string) => void) {
  const brokers = useBrokers().data ?? [];
  const [asking, setAsking] = useState<Asking | null>(null);
  const isFree = ({ scopes }: SearchRequest) =>
    scopes.every(({ brokerId }) => brokers.find(({ id }) => id === brokerId)?.capabilities.includes('browse-without-effect'));
  const start = useMutation({
    mutationFn: async (request: SearchRequest) => {
      if (!isFree(request)) {
        const previews = await previewSearch(request.scopes);
        if (previews.some(({ effects }) => effects.length > 0)) return setAsking({ request, previews });
      }
      onStarted((await startSearch(request)).id);
    },
  });
  const agreed = useMutation({
    mutationFn: async (request: SearchRequest) => {
      setAsking(null);
      onStarted((await startSearch(request)).id);
    },
  });
  const dialog = asking ? (
    <AgreeDialog request={asking.request} previews={asking.previews} onAgree={agreed.mutate} onClose={() => setAsking(null)} />
  ) : null;
  return { start: start.mutate, isBusy: start.isPending || agreed.isPending, error: start.error ?? agreed.error, dialog };
}
