'use client';

import { useState } from 'react';
import type { BrowsedMessage } from '@/lib/model/message';
import { useBroker } from '@/lib/queries/brokers';
import { useLiveQueue } from '@/lib/queries/live';
import { type QueuePlace, useMessage, useMessagePage } from '@/lib/queries/messages';
import { useTail } from '@/lib/queries/tail';
import { messageKey } from './message-columns';
import type { useMessageParams } from './message-params';

const none: readonly BrowsedMessage[] = [];

/** The messages in the list, a page of the queue or its newest as they come, and the open one, wherever it lies by now. */
export function useMessages(
  place: QueuePlace,
  params: ReturnType<typeof useMessageParams>[0],
  how: { readonly isAllowed: boolean; readonly isFree: boolean },
) {
  const [isFollowing, setIsFollowing] = useState(true);
  const isLive = params.live && how.isFree;
  const { from, limit, order, since, message: openKey } = params;
  const page = useMessagePage(
    place,
    { from, limit, order, since: since?.getTime() ?? null },
    { isAllowed: how.isAllowed && !isLive, isFree: how.isFree },
  );
  const following = useTail(place, { isOn: isLive, isFollowing });
  const queue = useLiveQueue(place.broker, place.virtualHost, place.queue);
  const capabilities = useBroker(place.broker)?.capabilities ?? [];
  const messages = (isLive ? following.tail?.shown : page.data?.messages) ?? none;
  const isRead = isLive ? following.tail !== null : page.isSuccess && !page.isPlaceholderData;
  const listed = messages.find((message) => messageKey(message) === openKey) ?? null;
  const canLoadById = capabilities.includes('message-by-id');
  // A shared link names a message that may have moved to another page of the queue since.
  const linked = useMessage(place, openKey, canLoadById && isRead && listed === null && openKey !== null);
  const open = listed ?? (openKey === null ? null : (linked.data ?? null));
  return {
    isLive,
    page,
    following,
    isFollowing,
    setIsFollowing,
    messages,
    totalCount: page.data?.totalCount ?? queue?.totalCount ?? 0,
    open,
    isGone: openKey !== null && open === null && isRead && !linked.isFetching,
    canLoadById,
    whyNotTime: whyNotTime(capabilities.includes('browse-by-time'), queue?.arguments['x-max-priority'] !== undefined),
  };
}

function whyNotTime(canBrowseByTime: boolean, hasPriorities: boolean): string | null {
  if (!canBrowseByTime) return 'This broker doesn’t tell when a message came in, so a page can’t begin at a time.';
  return hasPriorities ? 'A queue with priorities is in the order of delivery, not of arrival, so it has no place for a time.' : null;
}
