'use client';

import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names';
import { KeyHint } from './key-hint';
import { Tooltip } from './tooltip';

export type IconButtonProps = Omit<ComponentPropsWithRef<'button'>, 'aria-label' | 'className' | 'disabled'> & {
  /** Read by screen readers and shown on hover; required because an icon alone says nothing. */
  label: string;
  icon: LucideIcon;
  size?: 'normal' | 'small';
  /** A key that does the same, shown in the tooltip. */
  shortcut?: string;
  disabledReason?: string | null;
};

export function IconButton({ label, icon: Icon, size = 'normal', shortcut, disabledReason = null, onClick, ...rest }: IconButtonProps) {
  const isBlocked = disabledReason !== null;
  const content = isBlocked ? (
    disabledReason
  ) : (
    <span className="flex items-center gap-2">
      {label}
      {shortcut ? <KeyHint keys={shortcut} /> : null}
    </span>
  );
  return (
    <Tooltip content={content}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-disabled={isBlocked || undefined}
        onClick={isBlocked ? (event) => event.preventDefault() : onClick}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded-base',
          size === 'normal' ? 'size-8 max-sm:size-10' : 'size-6 max-sm:size-9',
          isBlocked ? 'cursor-not-allowed text-ink-faint' : 'text-ink-muted hover:bg-hover hover:text-ink',
          'data-[popup-open]:bg-hover data-[popup-open]:text-ink',
        )}
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </Tooltip>
  );
}
