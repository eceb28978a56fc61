'use client';

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

export type TooltipSide = 'top' | 'bottom';

const GAP = 6;
const EDGE = 8;

type Place = { readonly left: number; readonly top: number };

/** Above or below the target, on the other side where there is no room, never over the edge of the window. */
function placeOf(target: DOMRect, popup: DOMRect, side: TooltipSide): Place {
  const above = target.top - popup.height - GAP;
  const below = target.bottom + GAP;
  const fitsBelow = below + popup.height <= window.innerHeight - EDGE;
  const isAbove = side === 'top' ? above >= EDGE : !fitsBelow;
  const left = target.left + target.width / 2 - popup.width / 2;
  return { top: isAbove ? above : below, left: Math.max(EDGE, Math.min(left, window.innerWidth - popup.width - EDGE)) };
}

export function TooltipPopup({
  id,
  target,
  side,
  onPointerEnter,
  onPointerLeave,
  children,
}: {
  id: string;
  target: HTMLElement;
  side: TooltipSide;
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  children: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  // After each render, because text that comes late makes another size.
  useLayoutEffect(() => {
    if (!popup.current) return;
    const next = placeOf(target.getBoundingClientRect(), popup.current.getBoundingClientRect(), side);
    setPlace((former) => (former?.left === next.left && former.top === next.top ? former : next));
  });
  return createPortal(
    <div
      ref={popup}
      id={id}
      role="tooltip"
      onPointerEnter={onPointerEnter}
      onPointerLeave={onPointerLeave}
      style={place ?? { left: 0, top: 0, visibility: 'hidden' }}
      className="fixed z-50 w-max max-w-[320px] rounded-base border border-line bg-raised px-2 py-1 text-small text-ink shadow-raised"
    >
      {children}
    </div>,
    document.body,
  );
}
