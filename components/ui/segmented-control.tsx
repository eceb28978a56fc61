'use client';

import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** A few exclusive views of the same thing side by side, e.g. oldest | newest, 15 min | 1 h | 24 h. */
export function SegmentedControl<Value extends string>({
  value,
  options,
  onChange,
  ariaLabel,
}: {
  value: Value;
  options: readonly { readonly value: Value; readonly label: ReactNode }[];
  onChange: (value: Value) => void;
  ariaLabel: string;
}) {
  return (
    <fieldset
      aria-label={ariaLabel}
      className="inline-flex h-7 shrink-0 max-sm:h-9 items-center rounded-base border border-line-strong bg-sunken p-px"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classNames(
            'h-full rounded-small px-2 text-small',
            option.value === value
              ? 'bg-surface font-medium text-ink shadow-[0_0_0_1px_var(--line-strong)]'
              : 'text-ink-muted hover:text-ink',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
