'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { classNames } from './class-names';
import { IconButton } from './icon-button';

const widths = { small: 'max-w-[440px]', normal: 'max-w-[600px]', wide: 'max-w-[920px]' } as const;

/**
 * A dialog in the middle, or with `placement="side"` a sheet at the right edge for things that one reviews (a plan, a message).
 * Controlled: <Dialog isOpen={…} onOpenChange={…} title="New queue" footer={<Button …/>}>…</Dialog>
 * On a phone both fill the screen.
 */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  footer,
  width = 'normal',
  placement = 'middle',
  initialFocus,
  children,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  width?: keyof typeof widths;
  placement?: 'middle' | 'side';
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
        <Base.Popup
          {...(initialFocus ? { initialFocus } : {})}
          className={classNames(
            'fixed z-40 flex w-full flex-col border border-line-strong bg-surface shadow-raised outline-none',
            placement === 'middle'
              ? 'top-[8vh] left-1/2 max-h-[84vh] -translate-x-1/2 rounded-large max-sm:top-0 max-sm:h-dvh max-sm:max-h-none max-sm:max-w-none max-sm:rounded-[0]'
              : 'inset-y-0 right-0 max-sm:max-w-none',
            widths[width],
          )}
        >
          <header className="flex items-start gap-2 border-b px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lead font-semibold">{title}</Base.Title>
              {description ? <Base.Description className="text-ink-muted">{description}</Base.Description> : null}
            </div>
            <Base.Close render={<IconButton label="Close" icon={X} shortcut="Esc" size="small" />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t bg-canvas px-4 py-2.5">{footer}</footer>
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
