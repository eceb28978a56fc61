'use client';

import { useRef } from 'react';
import { Dialog } from '../ui/dialog';
import { KeyHint } from '../ui/key-hint';
import { registeredShortcuts, type Shortcut } from '../ui/shortcuts';

function grouped(shortcuts: readonly Shortcut[]): [string, readonly Shortcut[]][] {
  const groups = new Map<string, Map<string, Shortcut>>();
  for (const shortcut of shortcuts) {
    const group = groups.get(shortcut.group) ?? new Map<string, Shortcut>();
    groups.set(shortcut.group, group.set(shortcut.keys, shortcut));
  }
  return [...groups].map(([name, members]) => [name, [...members.values()]]);
}

const tableKeys: readonly Pick<Shortcut, 'keys' | 'label'>[] = [
  { keys: 'x', label: 'Select the row' },
  { keys: 'Enter', label: 'Open the row' },
  { keys: 'Esc', label: 'Clear the selection, close' },
];

/** Heard by the shell itself, inside fields too. */
const everywhereKeys = [{ keys: 'Ctrl K', label: 'Search and commands' }];

/** Every key that works on this page, as registered just now. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const groups = grouped(registeredShortcuts());
  const body = useRef<HTMLDivElement>(null);
  return (
    <Dialog isOpen onOpenChange={(isOpen) => isOpen || onClose()} title="Keyboard" width="normal" initialFocus={body}>
      <div ref={body} tabIndex={-1} className="gap-x-8 outline-none sm:columns-2">
        {groups.map(([name, shortcuts]) => (
          <section key={name} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 font-semibold">{name}</h3>
            <dl>
              {[...shortcuts, ...(name === 'Tables' ? tableKeys : name === 'Everywhere' ? everywhereKeys : [])].map((shortcut) => (
                <div key={shortcut.keys} className="flex h-7 items-center justify-between border-b border-line/60">
                  <dt className="text-ink-muted">{shortcut.label}</dt>
                  <dd>
                    <KeyHint keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
