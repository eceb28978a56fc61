'use client';

import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names';
import { Tooltip } from './tooltip';

export type ButtonVariant = 'primary' | 'default' | 'quiet' | 'danger';
export type ButtonSize = 'normal' | 'small';

const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-on-accent hover:brightness-110',
  default: 'border-line-strong bg-surface text-ink hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-ink-muted hover:bg-hover hover:text-ink',
  danger: 'border-transparent bg-danger text-on-danger hover:brightness-110',
};
const blocked = 'cursor-not-allowed border-line bg-sunken text-ink-faint';

/** Shared by Button, ButtonLink and triggers that look like a button. */
export function buttonClassName(variant: ButtonVariant, size: ButtonSize, isBlocked = false): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-base border font-medium whitespace-nowrap select-none',
    size === 'normal' ? 'h-8 px-3' : 'h-7 px-2 text-small',
    isBlocked ? blocked : variants[variant],
  );
}

export type ButtonProps = Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'className'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** While the act runs: shows a spinner, keeps its width, ignores clicks. */
  isBusy?: boolean;
  /**
   * Why it can't be used now; shown as a tooltip. The button stays focusable, so that a keyboard user reads the reason.
   *   <Button disabledReason={mayAct(role, 'queue.purge') ? null : whyNot('queue.purge')}>Purge</Button>
   */
  disabledReason?: string | null;
};

/** The one button. `primary` at most once a view, `danger` only inside a confirm dialog. */
export function Button({
  variant = 'default',
  size = 'normal',
  icon: Icon,
  isBusy = false,
  disabledReason = null,
  onClick,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const isBlocked = disabledReason !== null;
  const Mark = isBusy ? LoaderCircle : Icon;
  const iconClass = classNames('size-3.5', isBusy && 'animate-spin');
  const button = (
    <button
      {...rest}
      type={isBlocked || isBusy ? 'button' : type}
      aria-disabled={isBlocked || isBusy || undefined}
      aria-busy={isBusy || undefined}
      className={buttonClassName(variant, size, isBlocked)}
      onClick={isBlocked || isBusy ? (event) => event.preventDefault() : onClick}
    >
      {Mark ? <Mark aria-hidden className={iconClass} /> : null}
      {children}
    </button>
  );
  return isBlocked ? <Tooltip content={disabledReason}>{button}</Tooltip> : button;
}
