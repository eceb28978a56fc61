'use client';

import { useEffect, useRef, useState } from 'react';
import type { MessageDraft, PublishOutcome } from '@/lib/model/message';
import { fillDraft, randomUuid } from '@/lib/model/placeholders';
import { publishBatchMax, publishDrafts } from '@/lib/queries/publish';

export type RunRequest = {
  readonly virtualHost: string;
  readonly draft: MessageDraft;
  readonly count: number;
  /** Null is as fast as the broker confirms. */
  readonly ratePerSecond: number | null;
  readonly hasPlaceholders: boolean;
};
export type PublishRun = {
  readonly state: 'running' | 'paused' | 'ended' | 'cancelled' | 'failed';
  readonly count: number;
  readonly outcomes: readonly PublishOutcome[];
  readonly error: unknown;
};

type Wish = 'go' | 'pause' | 'cancel';

/** So that a slow rate shows its progress, and a pause is heard, a few times a second. */
const batchesPerSecond = 4;
const pollMs = 100;

/** Publishes from this page: message after message at a rate, with pause and cancel; it ends with the page. */
export function usePublishRun(broker: string) {
  const [run, setRun] = useState<PublishRun | null>(null);
  const wish = useRef<Wish>('go');
  const wishFor = (next: Wish) => () => {
    wish.current = next;
  };
  useEffect(
    () => () => {
      wish.current = 'cancel';
    },
    [],
  );

  const wanted = (): Wish => wish.current; // it changes while a request is awaited

  async function start(request: RunRequest): Promise<void> {
    wish.current = 'go';
    let outcomes: readonly PublishOutcome[] = [];
    const show = (state: PublishRun['state'], error: unknown = null) => setRun({ state, count: request.count, outcomes, error });
    show('running');
    try {
      let dueAtMs = Date.now();
      while (outcomes.length < request.count) {
        if (wanted() === 'cancel') return show('cancelled');
        if (wanted() === 'pause' || Date.now() < dueAtMs) {
          show(wanted() === 'pause' ? 'paused' : 'running');
          await new Promise((resolve) => setTimeout(resolve, pollMs));
          continue;
        }
        const drafts = nextDrafts(request, outcomes.length);
        outcomes = [...outcomes, ...(await publishDrafts(broker, request.virtualHost, drafts))];
        if (request.ratePerSecond !== null)
          dueAtMs = Math.max(dueAtMs, Date.now() - 1_000) + (drafts.length / request.ratePerSecond) * 1_000;
        show('running');
      }
      show('ended');
    } catch (error) {
      show('failed', error);
    }
  }

  return {
    run,
    start: (request: RunRequest) => void start(request),
    pause: wishFor('pause'),
    resume: wishFor('go'),
    cancel: wishFor('cancel'),
  };
}

function nextDrafts({ draft, count, ratePerSecond, hasPlaceholders }: RunRequest, sentCount: number): readonly MessageDraft[] {
  const paced = ratePerSecond === null ? publishBatchMax : Math.max(1, Math.floor(ratePerSecond / batchesPerSecond));
  const size = Math.min(publishBatchMax, paced, count - sentCount);
  return Array.from({ length: size }, (_, index) => {
    const values = { n: sentCount + index + 1, uuid: randomUuid(), now: new Date().toISOString() };
    return hasPlaceholders ? fillDraft(draft, values) : draft;
  });
}
