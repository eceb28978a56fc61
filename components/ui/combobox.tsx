'use client';

import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import { classNames } from './class-names';
import { controlClassName, controlSize } from './input';

/** More suggestions than anyone reads; typing narrows them. */
const SUGGESTION_COUNT_MAX = 50;

/**
 * Free text with suggestions: names of queues, exchanges, virtual hosts. What isn't suggested may still be typed,
 * because a broker can know more than the console has seen. Check on submit.
 */
export function Combobox({
  value,
  suggestions,
  onChange,
  placeholder,
  isMono = true,
  size = 'normal',
  ariaLabel,
  emptyText = 'No suggestion. What you typed is used as it is.',
  ...control
}: {
  value: string;
  suggestions: readonly string[];
  onChange: (value: string) => void;
  placeholder?: string;
  isMono?: boolean;
  size?: 'normal' | 'small';
  ariaLabel?: string;
  emptyText?: string;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}) {
  return (
    <Base.Root items={suggestions} value={value} onValueChange={onChange} limit={SUGGESTION_COUNT_MAX} openOnInputClick>
      <Base.Input
        {...control}
        aria-label={ariaLabel}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        className={classNames(controlClassName, controlSize[size], isMono && 'font-mono')}
      />
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className="max-h-[min(280px,var(--available-height))] w-[var(--anchor-width)] min-w-[220px] overflow-y-auto rounded-base border border-line-strong bg-raised p-1 shadow-raised outline-none">
            <Base.Empty className="px-2 py-1 text-small text-ink-faint empty:hidden">{emptyText}</Base.Empty>
            <Base.List>
              {(suggestion: string) => (
                <Base.Item
                  key={suggestion}
                  value={suggestion}
                  className={classNames(
                    'flex min-h-7 cursor-default items-center rounded-small px-2 outline-none data-[highlighted]:bg-hover',
                    isMono && 'font-mono',
                  )}
                >
                  <span className="truncate">{suggestion}</span>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
