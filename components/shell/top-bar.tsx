'use client';

import { Menu as MenuIcon, Search } from 'lucide-react';
import Link from 'next/link';
import { IconButton } from '../ui/icon-button';
import { KeyHint } from '../ui/key-hint';
import { BrandMark } from './brand';
import { BrokerSwitcher } from './broker-switcher';
import { FreshnessLabel } from './freshness-label';
import { PersonMenu } from './person-menu';

export function TopBar({
  broker,
  onPlaces,
  onSearch,
  onHelp,
}: {
  broker: string | null;
  onPlaces: () => void;
  onSearch: () => void;
  onHelp: () => void;
}) {
  return (
    <header className="flex h-[var(--bar-height)] shrink-0 items-center gap-2 border-b bg-surface px-2">
      <span className="sm:hidden">
        <IconButton label="Places" icon={MenuIcon} onClick={onPlaces} />
      </span>
      <Link href="/" aria-label="Warren, start page" className="flex items-center gap-2 rounded-base px-2 py-1 font-semibold max-sm:hidden">
        <BrandMark />
        <span className="max-lg:sr-only">Warren</span>
      </Link>
      <BrokerSwitcher broker={broker} />
      <button
        type="button"
        onClick={onSearch}
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
        {broker === null ? null : (
          <span className="max-sm:[&_span]:sr-only">
            <FreshnessLabel broker={broker} />
          </span>
        )}
        <PersonMenu onHelp={onHelp} />
      </div>
    </header>
  );
}
