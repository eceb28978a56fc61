'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { originOf } from '@/lib/model/deaths';
import type { BrowsedMessage } from '@/lib/model/message';
import { pagePath } from '@/lib/model/page-path';
import { exportIdsMax, exportUrl, type QueuePlace } from '@/lib/queries/messages';
import { useWhyNot } from '@/lib/queries/session';
import type { PlanSubject } from './plan/plan-subject';
import { useDiscard } from './use-discard';

const noIds = 'This broker gives messages no ids, so single ones can’t be named. Take all messages of the queue instead.';

/** Replay and discard of chosen messages or of all: why not, and the sheet that is open. */
export function useMessageActs(place: QueuePlace, loaded: readonly BrowsedMessage[], totalCount: number) {
  const [subject, setSubject] = useState<PlanSubject | null>(null);
  const whyNotReplay = useWhyNot('message.replay');
  const whyNotDiscard = useWhyNot('message.discard');
  const whyNotReadBody = useWhyNot('message.read-body');
  const whyNotPublish = useWhyNot('message.publish');
  const discard = useDiscard(place, setSubject);
  const router = useRouter();

  function subjectOf(kind: PlanSubject['kind'], messages: readonly BrowsedMessage[] | 'all'): PlanSubject {
    const known = messages === 'all' ? loaded : messages;
    const ids = known.flatMap((message) => (message.id === null ? [] : [message.id]));
    return {
      kind,
      virtualHost: place.virtualHost,
      queue: place.queue,
      selection: messages === 'all' ? { kind: 'all' } : { kind: 'ids', ids },
      messageCount: messages === 'all' ? totalCount : ids.length,
      hasOrigin: known.some((message) => originOf(message.properties.headers, place.queue) !== null),
    };
  }
  const isUnnamed = (messages: readonly BrowsedMessage[] | 'all') => messages !== 'all' && messages.some((message) => message.id === null);

  return {
    subject,
    close: () => setSubject(null),
    whyNotReplay: (messages: readonly BrowsedMessage[] | 'all') => whyNotReplay ?? (isUnnamed(messages) ? noIds : null),
    whyNotDiscard: (messages: readonly BrowsedMessage[] | 'all') => whyNotDiscard ?? (isUnnamed(messages) ? noIds : null),
    replay: (messages: readonly BrowsedMessage[] | 'all') => setSubject(subjectOf('replay', messages)),
    whyNotEdit: (messages: readonly BrowsedMessage[] | 'all') => whyNotReplay ?? whyNotReadBody ?? (isUnnamed(messages) ? noIds : null),
    edit: (messages: readonly BrowsedMessage[] | 'all') => setSubject(subjectOf('edit', messages)),
    whyNotExport: (messages: readonly BrowsedMessage[] | 'all') => {
      const tooMany =
        messages !== 'all' && messages.length > exportIdsMax ? `At most ${exportIdsMax} at once; or export the whole queue.` : null;
      return whyNotReadBody ?? (isUnnamed(messages) ? noIds : tooMany);
    },
    /** The browser's own download: the file streams to disk and is never held here. */
    exportAll: (messages: readonly BrowsedMessage[] | 'all') =>
      window.location.assign(exportUrl(place, subjectOf('replay', messages).selection)),
    whyNotPublish: (message: BrowsedMessage) => whyNotPublish ?? whyNotReadBody ?? (message.id === null ? noIds : null),
    publishAsNew: ({ id }: BrowsedMessage) => {
      const query = new URLSearchParams({ vhost: place.virtualHost, 'from-queue': place.queue, 'from-id': id ?? '' });
      router.push(`${pagePath([place.broker, 'publish'])}?${query}`);
    },
    /** All of the queue into the bin, by those who may purge. */
    purge: () => setSubject(subjectOf('purge', 'all')),
    /** All of a queue is always reviewed; single ones go to the bin at once, with Undo. */
    discard: (messages: readonly BrowsedMessage[] | 'all') => {
      const chosen = subjectOf('discard', messages);
      if (messages === 'all') setSubject(chosen);
      else void discard(chosen);
    },
  };
}
