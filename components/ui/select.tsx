'use client';

import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { controlClassName, controlSize } from './input';

export type SelectOption<Value extends string> = { readonly value: Value; readonly label: string; readonly hint?: ReactNode };

/** One of a few known values. For many or free values use Combobox. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  size = 'normal',
  isDisabled = false,
  ariaLabel,
  id,
  ...described
}: {
  value: Value;
  options: readonly SelectOption<Value>[];
  onChange: (value: Value) => void;
  size?: 'normal' | 'small';
  isDisabled?: boolean;
  ariaLabel?: string;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}) {
  return (
    <Base.Root
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => next !== null && onChange(next as Value)}
    >
      <Base.Trigger
        id={id}
        aria-label={ariaLabel}
        {...described}
        className={classNames(controlClassName, 'flex items-center justify-between gap-2 text-left', controlSize[size])}
      >
        <Base.Value className="truncate" />
        <Base.Icon>
          <ChevronsUpDown aria-hidden className="size-3.5 text-ink-faint" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="max-h-[min(320px,var(--available-height))] min-w-[var(--anchor-width)] overflow-y-auto rounded-base border border-line-strong bg-raised p-1 shadow-raised outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex min-h-7 cursor-default items-start gap-2 rounded-small px-2 py-1 outline-none data-[highlighted]:bg-hover"
              >
                <span className="flex h-5 w-3.5 items-center">
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-3.5 text-accent" />
                  </Base.ItemIndicator>
                </span>
                <span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.hint ? <span className="block max-w-[280px] text-small text-ink-faint">{option.hint}</span> : null}
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
