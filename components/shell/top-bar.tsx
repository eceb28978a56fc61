'use client';

import { Menu as MenuIcon, Search } from 'lucide-react';
import { IconButton } from '../ui/icon-button';
import { KeyHint } from '../ui/key-hint';
import { Link } from '../ui/link';
import { BrandMark } from './brand';
import { BrokerSwitcher } from './broker-switcher';
import { FreshnessLabel } from './freshness-label';
import type { Overlay } from './overlay';
import { PersonMenu } from './person-menu';

export function TopBar({ broker, onOpen }: { broker: string | null; onOpen: (overlay: Overlay) => void }) {
  return (
    <header className="flex h-[var(--bar-height)] shrink-0 items-center gap-2 border-b bg-surface px-2">
      <span className="sm:hidden">
        <IconButton label="Places" icon={MenuIcon} onClick={() => onOpen('places')} />
      </span>
      <Link href="/" aria-label="Warren, start page" className="flex items-center gap-2 rounded-base px-2 py-1 font-semibold max-sm:hidden">
        <BrandMark />
        <span className="max-lg:sr-only">Warren</span>
      </Link>
      <span aria-hidden className="h-5 w-px bg-line-strong max-sm:hidden" />
      <BrokerSwitcher broker={broker} />
      <button
        type="button"
        onClick={() => onOpen('search')}
        aria-label="Search and commands"
        className="ml-auto flex h-8 items-center gap-2 rounded-base border border-line-strong bg-sunken px-2 text-ink-muted hover:text-ink sm:w-[280px]"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left max-sm:sr-only">Go to or do …</span>
        <span className="max-sm:hidden">
          <KeyHint keys="Ctrl K" />
        </span>
      </button>
      <div className="ml-auto flex items-center gap-2">
        {broker === null ? null : <FreshnessLabel broker={broker} />}
        <PersonMenu onOpen={onOpen} />
      </div>
    </header>
  );
}
