import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names';
import { controlClassName } from './input';

export function TextArea({ isMono = false, ...rest }: Omit<ComponentPropsWithRef<'textarea'>, 'className'> & { isMono?: boolean }) {
  return <textarea spellCheck={false} rows={4} {...rest} className={classNames(controlClassName, 'py-1.5', isMono && 'font-mono')} />;
}
