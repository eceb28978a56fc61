'use client';

import { Menu as Base } from '@base-ui/react/menu';
import type { RefObject } from 'react';
import { classNames } from './class-names';
import { KeyHint } from './key-hint';
import { Link } from './link';
import type { MenuEntry } from './menu-entry';

const itemClass =
  'flex min-h-7 max-sm:min-h-10 cursor-default items-center gap-2 rounded-small px-2 py-1 outline-none data-[highlighted]:bg-hover';

function Item({ entry }: { entry: Exclude<MenuEntry, 'separator'> }) {
  const Icon = entry.icon;
  const isBlocked = entry.disabledReason !== undefined && entry.disabledReason !== null;
  const content = (
    <>
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : null}
      <span className="min-w-0 flex-1">
        {entry.label}
        {isBlocked ? <span className="block max-w-[240px] text-small text-ink-faint">{entry.disabledReason}</span> : null}
      </span>
      {entry.shortcut ? <KeyHint keys={entry.shortcut} /> : null}
    </>
  );
  if (entry.href !== undefined && !isBlocked)
    return (
      <Base.LinkItem closeOnClick render={<Link href={entry.href} />} className={itemClass}>
        {content}
      </Base.LinkItem>
    );
  return (
    <Base.Item
      disabled={isBlocked}
      onClick={() => entry.onSelect?.()}
      className={classNames(itemClass, isBlocked ? 'text-ink-faint' : entry.isDanger && 'text-danger')}
    >
      {content}
    </Base.Item>
  );
}

const entryKey = (entry: MenuEntry | undefined): string => (entry === undefined || entry === 'separator' ? 'start' : entry.label);

/** A menu at an element or at a point, open while `anchor` is given: for table rows, graph nodes, and under Menu's trigger. */
export function AnchoredMenu({
  anchor,
  entries,
  align = 'start',
  finalFocus,
  onClose,
}: {
  anchor: { readonly getBoundingClientRect: () => DOMRect } | null;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
  finalFocus?: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  return (
    <Base.Root open={anchor !== null} onOpenChange={(isOpen) => isOpen || onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align={align} sideOffset={4} className="z-50">
          <Base.Popup
            {...(finalFocus ? { finalFocus } : {})}
            className="min-w-[180px] rounded-base border border-line-strong bg-raised p-1 shadow-raised outline-none"
          >
            {entries.map((entry, index) =>
              entry === 'separator' ? (
                <Base.Separator key={`separator-after-${entryKey(entries[index - 1])}`} className="my-1 h-px bg-line" />
              ) : (
                <Item key={entry.label} entry={entry} />
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
