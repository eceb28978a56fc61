import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names';

export const controlClassName =
  'w-full min-w-0 rounded-base border border-control-line bg-surface px-2 text-ink placeholder:text-ink-faint hover:border-ink-muted aria-[invalid=true]:border-danger disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint';

/** One line of text. `isMono` for names, routing keys and anything that a broker reads. */
export function Input({
  isMono = false,
  size = 'normal',
  ...rest
}: Omit<ComponentPropsWithRef<'input'>, 'className' | 'size'> & { isMono?: boolean; size?: 'normal' | 'small' }) {
  return (
    <input
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={classNames(controlClassName, size === 'normal' ? 'h-8' : 'h-7 text-small', isMono && 'font-mono')}
    />
  );
}
