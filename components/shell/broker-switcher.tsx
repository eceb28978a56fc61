'use client';

import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { pagePath } from '@/lib/model/page-path';
import { useBrokers } from '@/lib/queries/brokers';
import { Menu, type MenuEntry } from '../ui/menu';
import { Skeleton } from '../ui/skeleton';
import { EnvironmentBadge } from './environment';

/** Which broker one looks at; switching keeps the place (queues stays queues). */
export function BrokerSwitcher({ broker }: { broker: string | null }) {
  const { data } = useBrokers();
  const path = usePathname();
  const current = data?.find((each) => each.id === broker);
  if (data === undefined) return <Skeleton className="h-5 w-[160px]" />;
  const place = path.split('/')[2] ?? 'overview';
  const entries: MenuEntry[] = data.map((each) => ({
    label: `${each.name} · ${each.environment}`,
    ...(each.id === broker ? { icon: Check } : {}),
    href: pagePath([each.id, place]),
  }));
  entries.push('separator', { label: 'All brokers', icon: Plus, href: '/brokers' });
  return (
    <Menu
      align="start"
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={`Broker: ${current ? `${current.name}, ${current.environment}` : 'none'}. Switch`}
          className="flex h-8 min-w-0 items-center gap-2 rounded-base px-2 hover:bg-hover data-[popup-open]:bg-hover"
        >
          <span className="truncate font-semibold">{current?.name ?? 'No broker'}</span>
          {current ? <EnvironmentBadge environment={current.environment} isShortOnPhone /> : null}
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        </button>
      }
    />
  );
}
