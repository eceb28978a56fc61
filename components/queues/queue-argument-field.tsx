'use client';

import { X } from 'lucide-react';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { QueueArgumentRow } from '@/lib/model/queue-arguments';

const units: Partial<Record<QueueArgumentRow['kind'], string>> = { milliseconds: ' (ms)', bytes: ' (bytes)' };
const switches = [
  { value: 'true', label: 'on' },
  { value: 'false', label: 'off' },
];

/** The control that fits an argument's kind; label, help and bounds come from the table of arguments. */
export function QueueArgumentField({
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

/** What an argument starts with when it is added. */
export const initialArgument = (row: QueueArgumentRow): string => (row.kind === 'boolean' ? 'true' : (row.choices?.[0] ?? ''));
