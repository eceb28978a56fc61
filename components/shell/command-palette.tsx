'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { KeyHint } from '../ui/key-hint';
import type { Overlay } from './overlay';
import { type PaletteEntry, usePaletteEntries } from './palette-entries';

/** Each word typed must occur as it is; loose matching finds too much to be trusted. Earlier in the label ranks higher. */
function wordsMatch(_value: string, typed: string, keywords: readonly string[] = []): number {
  const [label = '', words = ''] = keywords.map((keyword) => keyword.toLowerCase());
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.every((word) => label.includes(word) || words.includes(word))) return 0;
  const first = wanted[0] ?? '';
  return label.startsWith(first) ? 1 : label.includes(first) ? 0.8 : 0.5;
}

function Entry({ entry, onRun }: { entry: PaletteEntry; onRun: () => void }) {
  const Icon = entry.icon;
  return (
    <Command.Item
      value={entry.id}
      keywords={[entry.label, entry.words]}
      disabled={entry.disabledReason !== null}
      onSelect={onRun}
      className="flex min-h-8 max-sm:min-h-11 items-center gap-2 rounded-small px-2 py-1 data-[disabled=true]:text-ink-faint data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-muted" />
      <span className={entry.isName ? 'min-w-0 flex-1 truncate font-mono' : 'min-w-0 flex-1 truncate'}>{entry.label}</span>
      <span className="truncate text-small text-ink-faint">{entry.disabledReason ?? entry.hint}</span>
      {entry.keys === null ? null : <KeyHint keys={entry.keys} />}
    </Command.Item>
  );
}

/** Go anywhere, do anything that one may: places, queues, exchanges, brokers, acts. What one may not do stands there with the reason. */
export function CommandPalette({
  broker,
  onClose,
  onOpen,
}: {
  broker: string | null;
  onClose: () => void;
  onOpen: (overlay: Overlay) => void;
}) {
  const router = useRouter();
  const [text, setText] = useState('');
  const groups = usePaletteEntries(broker, text, onOpen);
  function run(entry: PaletteEntry) {
    onClose();
    if (entry.href !== null) router.push(entry.href);
    else entry.run?.();
  }
  return (
    <Base.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
        <Base.Popup
          aria-label="Search and commands"
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100%-24px)] max-w-[600px] -translate-x-1/2 overflow-hidden rounded-large border border-line-strong bg-raised shadow-raised outline-none max-sm:top-3"
        >
          <Command label="Search and commands" loop filter={wordsMatch} className="flex max-h-[min(480px,70vh)] flex-col">
            <div className="flex h-11 shrink-0 items-center gap-2 border-b px-3">
              <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <Command.Input
                autoFocus
                value={text}
                onValueChange={setText}
                placeholder="Queue, exchange, place or act"
                className="h-full min-w-0 flex-1 bg-transparent text-lead outline-none placeholder:text-ink-faint max-sm:text-[16px]"
              />
            </div>
            <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-6 text-center text-ink-muted">Nothing is called that here.</Command.Empty>
              {groups.map((group) => (
                <Command.Group
                  key={group.name}
                  heading={group.name}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-ink-faint"
                >
                  {group.entries.map((entry) => (
                    <Entry key={entry.id} entry={entry} onRun={() => run(entry)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
