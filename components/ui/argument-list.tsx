'use client';

import type { QueueArgumentRow } from '@/lib/model/queue-arguments';
import { initialArgument } from '@/lib/model/queue-arguments/argument-text';
import { ArgumentField } from './argument-field';
import { Select } from './select';

/** Settings of a queue or policy as typed: those that are set, each with the control that fits it, and a list of those to add. */
export function ArgumentList({
  rows,
  keyOf,
  values,
  errors,
  onChange,
}: {
  rows: readonly QueueArgumentRow[];
  /** What a row is called in `values`: the argument's name, or a policy's key. */
  keyOf: (row: QueueArgumentRow) => string;
  values: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  onChange: (values: Readonly<Record<string, string>>) => void;
}) {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const remove = (name: string) => onChange(Object.fromEntries(Object.entries(values).filter(([key]) => key !== name)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium">Settings</legend>
      {Object.entries(values).map(([key, value]) => {
        const row = byKey.get(key);
        return row === undefined ? null : (
          <ArgumentField
            key={key}
            row={row}
            value={value}
            error={errors[key]}
            onChange={(next) => onChange({ ...values, [key]: next })}
            onRemove={() => remove(key)}
          />
        );
      })}
      <Select
        ariaLabel="Add a setting"
        value=""
        options={[
          { value: '', label: 'Add a setting …' },
          ...rows.filter((row) => !(keyOf(row) in values)).map((row) => ({ value: keyOf(row), label: row.label, hint: row.help })),
        ]}
        onChange={(key) => {
          const row = byKey.get(key);
          if (row) onChange({ ...values, [key]: initialArgument(row) });
        }}
      />
    </fieldset>
  );
}
