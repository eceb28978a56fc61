'use client';

import { Clock, Keyboard, KeyRound, LogOut, Monitor, Moon, ShieldCheck, Sun, UserRound } from 'lucide-react';
import { useTheme } from 'next-themes';
import { signOut, useSession } from '@/lib/queries/session';
import { Menu, type MenuEntry } from '../ui/menu';
import { useTimeZone } from '../ui/time-zone';
import { notifyError } from '../ui/toast';
import type { Overlay } from './overlay';

/** A full load, so that nothing of this person stays in the page's memory. */
export async function leave(): Promise<void> {
  await signOut();
  location.assign('/sign-in');
}

export function PersonMenu({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const { data } = useSession();
  const { theme, setTheme } = useTheme();
  const [zone, setZone] = useTimeZone();
  const marked = (label: string, isOn: boolean) => (isOn ? `${label} ✓` : label);
  const entries: MenuEntry[] = [
    { label: marked('Light', theme === 'light'), icon: Sun, onSelect: () => setTheme('light') },
    { label: marked('Dark', theme === 'dark'), icon: Moon, onSelect: () => setTheme('dark') },
    { label: marked('As the system', theme === 'system'), icon: Monitor, onSelect: () => setTheme('system') },
    'separator',
    { label: zone === 'utc' ? 'Show local time' : 'Show UTC', icon: Clock, onSelect: () => setZone(zone === 'utc' ? 'local' : 'utc') },
    { label: 'Keyboard', icon: Keyboard, shortcut: '?', onSelect: () => onOpen('help') },
    { label: 'What I may do', icon: ShieldCheck, href: '/permissions' },
    { label: 'Change password …', icon: KeyRound, onSelect: () => onOpen('password') },
    'separator',
    { label: 'Sign out', icon: LogOut, onSelect: () => void leave().catch(notifyError) },
  ];
  const name = data?.person.name ?? '';
  return (
    <Menu
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={`${name || 'Account'}: theme, time, sign out`}
          className="flex h-8 max-w-[200px] items-center gap-2 rounded-base px-2 hover:bg-hover data-[popup-open]:bg-hover"
        >
          <UserRound aria-hidden className="size-4 shrink-0 text-ink-muted" />
          <span className="truncate max-lg:sr-only">{name}</span>
          {data ? <span className="text-small text-ink-faint max-lg:sr-only">{data.person.role}</span> : null}
        </button>
      }
    />
  );
}
