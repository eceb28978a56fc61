import { ArchiveRestore, Copy, Eraser, MessageSquare, Send, Trash2, Waypoints } from 'lucide-react';
import type { MenuEntry } from '@/components/ui/menu';
import { pagePath, queuePath } from '@/lib/model/page-path';
import type { Queue } from '@/lib/model/resources';

export type QueueActReasons = { readonly manage: string | null; readonly purge: string | null; readonly publish: string | null };

/** What one can do with a queue, the same in the row menu and on its page. */
export const queueActs = (
  broker: string,
  queue: Queue,
  reasons: QueueActReasons,
  on: { purge: (queue: Queue) => void; remove: (queue: Queue) => void },
): readonly MenuEntry[] => [
  { label: 'Messages', icon: MessageSquare, href: queuePath(broker, queue, { tab: 'messages' }) },
  { label: 'Routing', icon: Waypoints, href: queuePath(broker, queue, { tab: 'routing' }) },
  {
    label: 'Publish to it',
    icon: Send,
    href: pagePath([broker, 'publish'], { vhost: queue.virtualHost, queue: queue.name }),
    disabledReason: reasons.publish,
  },
  { label: 'Copy name', icon: Copy, onSelect: () => void navigator.clipboard.writeText(queue.name) },
  'separator',
  {
    label: 'Purge into the bin …',
    icon: ArchiveRestore,
    href: queuePath(broker, queue, { tab: 'messages', plan: 'purge' }),
    disabledReason: reasons.purge,
  },
  { label: 'Purge for good …', icon: Eraser, isDanger: true, onSelect: () => on.purge(queue), disabledReason: reasons.purge },
  { label: 'Delete …', icon: Trash2, isDanger: true, onSelect: () => on.remove(queue), disabledReason: reasons.manage },
];
