'use client';

import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

/**
 * A short explanation on hover and focus. The child must be one focusable element.
 *   <Tooltip content="Only admins may purge queues."><Button …/></Tooltip>
 * Never the only place for something that one must know to act.
 */
export function Tooltip({
  content,
  side = 'top',
  children,
}: {
  content: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  children: ReactElement<Record<string, unknown>>;
}) {
  if (content === null || content === undefined || content === '') return children;
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="max-w-[320px] rounded-base border border-line bg-raised px-2 py-1 text-small text-ink shadow-raised">
            {content}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Once around the whole console: after one tooltip has opened the next opens at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider delay={350} closeDelay={50}>
      {children}
    </Base.Provider>
  );
}
