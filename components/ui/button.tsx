'use client';

import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClassName } from './button-class-name';
import { classNames } from './class-names';
import { Tooltip } from './tooltip';

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
