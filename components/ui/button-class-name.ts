import { classNames } from './class-names';

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
    size === 'normal' ? 'h-8 px-3 max-sm:h-10' : 'h-7 px-2 text-small max-sm:h-9 max-sm:px-3',
    isBlocked ? blocked : variants[variant],
  );
}
