'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';

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
    <ToggleGroup
      aria-label={ariaLabel}
      value={[value]}
      onValueChange={(next) => next[0] !== undefined && onChange(next[0] as Value)}
      className="inline-flex h-7 shrink-0 items-center rounded-base border border-line-strong bg-sunken p-px"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="h-full rounded-small px-2 text-small text-ink-muted hover:text-ink data-[pressed]:bg-surface data-[pressed]:font-medium data-[pressed]:text-ink data-[pressed]:shadow-[0_0_0_1px_var(--line-strong)]"
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
