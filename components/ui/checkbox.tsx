'use client';

import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { type ReactNode, useId } from 'react';

/** A yes or no with its label. Without a visible label give `ariaLabel`. */
export function Checkbox({
  isChecked,
  isIndeterminate = false,
  isDisabled = false,
  onChange,
  label,
  hint,
  ariaLabel,
}: {
  isChecked: boolean;
  isIndeterminate?: boolean;
  isDisabled?: boolean;
  onChange: (isChecked: boolean) => void;
  label?: ReactNode;
  hint?: ReactNode;
  ariaLabel?: string;
}) {
  const id = useId();
  const box = (
    <Base.Root
      id={id}
      checked={isChecked}
      indeterminate={isIndeterminate}
      disabled={isDisabled}
      onCheckedChange={onChange}
      aria-label={ariaLabel}
      className="inline-flex size-4 shrink-0 items-center justify-center rounded-small border border-control-line bg-surface data-[checked]:border-accent data-[checked]:bg-accent data-[indeterminate]:border-accent data-[indeterminate]:bg-accent data-[disabled]:opacity-50"
    >
      <Base.Indicator className="text-on-accent">
        {isIndeterminate ? <Minus aria-hidden className="size-3" /> : <Check aria-hidden className="size-3" />}
      </Base.Indicator>
    </Base.Root>
  );
  if (label === undefined) return box;
  return (
    <div className="flex items-start gap-2">
      <span className="flex h-5 items-center">{box}</span>
      <label htmlFor={id} className="min-w-0">
        {label}
        {hint ? <span className="block text-small text-ink-faint">{hint}</span> : null}
      </label>
    </div>
  );
}
