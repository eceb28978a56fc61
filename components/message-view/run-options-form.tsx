'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { RunOptions } from '@/lib/model/operations';

const numberOf = (text: string): number | null => {
  const digits = text.replace(/\D/g, '').slice(0, 9);
  return digits === '' || Number(digits) === 0 ? null : Number(digits);
};

/** From this many on a canary is the sensible start. */
export const canaryFromCount = 50;

/** How fast, how carefully, and when to stop by itself. */
export function RunOptionsForm({ options, onChange }: { options: RunOptions; onChange: (options: RunOptions) => void }) {
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        isChecked={options.canary}
        onChange={(canary) => onChange({ ...options, canary })}
        label="Begin with one"
        hint="1, then 10, then 100, then all; goes on only while nothing comes back."
      />
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="Messages a second" isOptional hint="Empty: as fast as the broker confirms.">
          <Input
            inputMode="numeric"
            value={options.ratePerSecond ?? ''}
            onChange={(event) => onChange({ ...options, ratePerSecond: numberOf(event.target.value) })}
          />
        </Field>
        <Field label="Stop when a target has ready" isOptional hint="Empty: never for this reason.">
          <Input
            inputMode="numeric"
            value={options.targetReadyMax ?? ''}
            onChange={(event) => onChange({ ...options, targetReadyMax: numberOf(event.target.value) })}
          />
        </Field>
      </div>
    </div>
  );
}
