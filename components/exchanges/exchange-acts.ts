import { Copy, Send, Trash2, Waypoints } from 'lucide-react';
import type { MenuEntry } from '@/components/ui/menu';
import { pagePath } from '@/lib/model/page-path';
import type { Exchange } from '@/lib/model/resources';
import { exchangeTitle, isBuiltIn } from './exchange-words';

export type ExchangeActReasons = { readonly manage: string | null; readonly publish: string | null };

/** What one can do with an exchange, the same in the row menu and on its page. */
export const exchangeActs = (
  broker: string,
  exchange: Exchange,
  reasons: ExchangeActReasons,
  onRemove: (exchange: Exchange) => void,
): readonly MenuEntry[] => [
  {
    label: 'Publish to it',
    icon: Send,
    href: pagePath([broker, 'publish'], { vhost: exchange.virtualHost, exchange: exchange.name }),
    disabledReason: reasons.publish ?? (exchange.isInternal ? 'It is internal: only other exchanges pass messages to it.' : null),
  },
  { label: 'In the routing graph', icon: Waypoints, href: pagePath([broker, 'routing'], { vhost: exchange.virtualHost }) },
  { label: 'Copy name', icon: Copy, onSelect: () => void navigator.clipboard.writeText(exchangeTitle(exchange)) },
  'separator',
  {
    label: 'Delete …',
    icon: Trash2,
    isDanger: true,
    onSelect: () => onRemove(exchange),
    disabledReason: reasons.manage ?? (isBuiltIn(exchange) ? 'It belongs to the broker and can’t be deleted.' : null),
  },
];
