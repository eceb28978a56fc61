'use client';

import { ArrowUpRight, X } from 'lucide-react';
import { MessageDetail } from '@/components/message-view/message-detail';
import { ButtonLink } from '@/components/ui/button-link';
import { IconButton } from '@/components/ui/icon-button';
import { queuePath } from '@/lib/model/page-path';
import type { SearchMatch } from '@/lib/model/search';
import { useBroker } from '@/lib/queries/brokers';

/** The match beside the list; the way to its queue. */
export function OpenMatch({ match, onClose }: { match: SearchMatch; onClose: () => void }) {
  const { brokerId, virtualHost, queue, message } = match;
  const canLoadById = useBroker(brokerId)?.capabilities.includes('message-by-id') ?? false;
  return (
    <aside aria-label="Open match" className="flex min-h-0 min-w-0 flex-col border-l bg-surface max-md:border-l-0">
      <div className="flex shrink-0 items-center gap-2 border-b px-4 py-1.5">
        <ButtonLink
          size="small"
          icon={ArrowUpRight}
          href={queuePath(brokerId, { virtualHost, name: queue }, { tab: 'messages', message: message.id })}
        >
          Open in {queue}
        </ButtonLink>
        <span className="flex-1" />
        <IconButton size="small" label="Close the match" icon={X} onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <MessageDetail message={message} place={{ broker: brokerId, virtualHost, queue }} canLoadById={canLoadById} />
      </div>
    </aside>
  );
}
