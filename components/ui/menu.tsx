'use client';

import dynamic from 'next/dynamic';
import { cloneElement, type MouseEvent, type ReactElement, useRef, useState } from 'react';
import type { MenuEntry } from './menu-entry';

export type { MenuEntry } from './menu-entry';

const load = () => import('./anchored-menu');
/** Loaded when the pointer comes near the first trigger, so that no page pays for menus that nobody opens. */
export const AnchoredMenu = dynamic(() => load().then((module) => module.AnchoredMenu), { ssr: false });

type TriggerProps = {
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onPointerEnter?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
  'data-popup-open'?: '' | undefined;
};

/**
 * A menu of acts.
 *   <Menu trigger={<IconButton label="Acts on orders" icon={Ellipsis} />} entries={[{ label: 'Purge…', onSelect, isDanger: true }]} />
 */
export function Menu({
  trigger,
  entries,
  align = 'end',
}: {
  trigger: ReactElement<TriggerProps>;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [wasOpened, setWasOpened] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const button = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': anchor !== null,
    'data-popup-open': anchor === null ? undefined : '',
    onPointerEnter: () => void load(),
    onClick: (event) => {
      const element = event.currentTarget;
      opener.current = element;
      setWasOpened(true);
      setAnchor(anchor === null ? element : null);
    },
  });
  return (
    <>
      {button}
      {wasOpened ? (
        <AnchoredMenu anchor={anchor} entries={entries} align={align} finalFocus={opener} onClose={() => setAnchor(null)} />
      ) : null}
    </>
  );
}
