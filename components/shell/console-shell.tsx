'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useState } from 'react';
import { useBroker } from '@/lib/queries/brokers';
import { ProductionLine } from './environment';
import { StaleNotice } from './freshness-label';
import type { Overlay } from './overlay';
import { Rail } from './rail';
import { SessionGate, SignedIn } from './session-gate';
import { ShellShortcuts } from './shell-shortcuts';
import { TopBar } from './top-bar';
import { useCurrentBroker } from './use-current-broker';

const CommandPalette = dynamic(() => import('./command-palette').then((module) => module.CommandPalette), { ssr: false });
const ShortcutHelp = dynamic(() => import('./shortcut-help').then((module) => module.ShortcutHelp), { ssr: false });
const PasswordDialog = dynamic(() => import('../access/password-dialog').then((module) => module.PasswordDialog), { ssr: false });
const PlacesDrawer = dynamic(() => import('./places-drawer').then((module) => module.PlacesDrawer), { ssr: false });

/** Ctrl-K or ⌘-K works everywhere, also inside fields. */
function useCommandKey(open: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [open]);
}

/** Rail, bar and the page. Pages fill `main`, which is a column that does not scroll itself; see Page for those that do. */
export function ConsoleShell({ children }: { children: ReactNode }) {
  const broker = useCurrentBroker();
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [openSearch] = useState(() => () => setOverlay('search'));
  useCommandKey(openSearch);
  const environment = useBroker(broker ?? '')?.environment;
  const close = () => setOverlay(null);
  return (
    <SessionGate>
      <a
        href="#main"
        className="sr-only z-50 rounded-base bg-accent px-3 py-1 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        To the content
      </a>
      <div className="flex h-dvh flex-col">
        <ProductionLine environment={environment} />
        <TopBar broker={broker} onOpen={setOverlay} />
        <div className="flex min-h-0 flex-1">
          <div className="w-[var(--rail-width)] shrink-0 border-r bg-surface max-lg:w-[48px] max-sm:hidden">
            <Rail broker={broker} />
          </div>
          <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            {broker === null ? null : <StaleNotice broker={broker} />}
            <SignedIn>{children}</SignedIn>
          </main>
        </div>
      </div>
      <ShellShortcuts broker={broker} onHelp={() => setOverlay('help')} />
      {overlay === 'help' ? <ShortcutHelp onClose={close} /> : null}
      {overlay === 'search' ? <CommandPalette broker={broker} onClose={close} onOpen={setOverlay} /> : null}
      {overlay === 'password' ? <PasswordDialog onClose={close} /> : null}
      {overlay === 'places' ? <PlacesDrawer broker={broker} onClose={close} /> : null}
    </SessionGate>
  );
}
