'use client';

import { X } from 'lucide-react';
import type { QueueArgumentRow } from '@/lib/model/queue-arguments';
import { Field } from './field';
import { IconButton } from './icon-button';
import { Input } from './input';
import { Select } from './select';

const units: Partial<Record<QueueArgumentRow['kind'], string>> = { milliseconds: ' (ms)', bytes: ' (bytes)' };
const switches = [
  { value: 'true', label: 'on' },
  { value: 'false', label: 'off' },
];

/** The control that fits an argument's kind; label, help and bounds come from the table of arguments. */
export function ArgumentField({
  row,
  value,
  error,
  onChange,
  onRemove,
}: {
  row: QueueArgumentRow;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  onRemove: () => void;
}) {
  const choices = row.kind === 'boolean' ? switches : row.choices?.map((choice) => ({ value: choice, label: choice }));
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Field label={row.label + (units[row.kind] ?? '')} hint={row.help} error={error}>
          {choices ? (
            <Select value={value} options={choices} onChange={onChange} />
          ) : (
            <Input
              isMono
              value={value}
              inputMode={row.kind === 'text' || row.kind === 'age' ? 'text' : 'numeric'}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="pt-5">
        <IconButton label={`Remove ${row.label}`} icon={X} onClick={onRemove} />
      </div>
    </div>
  );
}
