'use client';

import { cloneElement, type FocusEvent, type PointerEvent, type ReactElement, type ReactNode, useEffect, useId, useState } from 'react';
import { TooltipPopup, type TooltipSide } from './tooltip-popup';

const OPEN_DELAY_MS = 350;
/** Time to reach the popup with the pointer before it goes (WCAG 1.4.13: hoverable). */
const CLOSE_DELAY_MS = 120;
/** After one has closed, the next opens at once for so long. */
const WARM_MS = 400;
let closedAtMs = 0;
const always = () => true;

type Handlers = {
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave?: (event: PointerEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
  onBlur?: (event: FocusEvent<HTMLElement>) => void;
  'aria-describedby'?: string | undefined;
};

/** `target` opens soon or at once, null closes soon; Escape closes at once. */
function useTarget() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [wanted, setWanted] = useState<{ element: HTMLElement | null; delayMs: number } | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    const timer = setTimeout(() => setTarget(wanted.element), wanted.delayMs);
    return () => clearTimeout(timer);
  }, [wanted]);
  useEffect(() => {
    if (target === null) return;
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && setTarget(null);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      closedAtMs = Date.now();
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [target]);
  return {
    target,
    openSoon: (element: HTMLElement) => setWanted({ element, delayMs: Date.now() - closedAtMs < WARM_MS ? 0 : OPEN_DELAY_MS }),
    openNow: (element: HTMLElement) => setWanted({ element, delayMs: 0 }),
    keep: () => setWanted(null),
    closeSoon: () => setWanted({ element: null, delayMs: CLOSE_DELAY_MS }),
  };
}

/**
 * A short explanation on hover and focus. The child must be one element that takes DOM handlers.
 *   <Tooltip content="Only admins may purge queues."><Button …/></Tooltip>
 * Never the only place for something that one must know to act. Written by hand, because it stands on every page and
 * the library's brings 30 kB of placement with it.
 */
export function Tooltip({
  content,
  side = 'top',
  when = always,
  onNear,
  children,
}: {
  content: ReactNode;
  side?: TooltipSide;
  /** Asked at each hover and focus, e.g. whether the text is cut. */
  when?: (target: HTMLElement) => boolean;
  /** The pointer or the focus has come; time to fetch what the tooltip will say. */
  onNear?: () => void;
  children: ReactElement<Handlers>;
}) {
  const id = useId();
  const { target, openSoon, openNow, keep, closeSoon } = useTarget();
  if (content === null || content === undefined || content === '') return children;
  const own = children.props;
  const child = cloneElement(children, {
    'aria-describedby': target ? id : own['aria-describedby'],
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      onNear?.();
      // A finger does not hover: on touch the explanation comes with focus.
      if (event.pointerType === 'mouse' && when(event.currentTarget)) openSoon(event.currentTarget);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      closeSoon();
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      onNear?.();
      if (event.currentTarget.matches(':focus-visible') && when(event.currentTarget)) openNow(event.currentTarget);
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      closeSoon();
    },
  });
  return (
    <>
      {child}
      {target ? (
        <TooltipPopup id={id} target={target} side={side} onPointerEnter={keep} onPointerLeave={closeSoon}>
          {content}
        </TooltipPopup>
      ) : null}
    </>
  );
}
