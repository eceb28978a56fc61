import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names';

export const controlClassName =
  'w-full min-w-0 rounded-base border border-control-line bg-surface px-2 text-ink placeholder:font-sans placeholder:text-ink-faint hover:border-ink-muted aria-[invalid=true]:border-danger disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint';

/** On a phone tall enough for a finger, and 16 px text: smaller makes the phone zoom in at each focus. */
export const controlSize = { normal: 'h-8 max-sm:h-10 max-sm:text-[16px]', small: 'h-7 text-small max-sm:h-9 max-sm:text-[16px]' } as const;

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
      className={classNames(controlClassName, controlSize[size], isMono && 'font-mono')}
    />
  );
}
