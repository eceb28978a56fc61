'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { type HeaderInputType, headerInputTypes } from '@/lib/model/typed-input';
import { type FormFault, faultOf, type HeaderRow } from './message-form';

const rowsMax = 50;
const options = headerInputTypes.map((value) => ({ value, label: value }));
const examples: Partial<Record<HeaderInputType, string>> = {
  boolean: 'true or false',
  timestamp: '2026-01-31T12:00:00Z',
  table: '{"a": 1}',
  array: '[1, 2]',
  bytes: 'base64',
};

/** Headers with the wire types that consumers see. */
export function HeadersEditor({
  rows,
  faults,
  onChange,
}: {
  rows: readonly HeaderRow[];
  faults: readonly FormFault[];
  onChange: (rows: readonly HeaderRow[]) => void;
}) {
  const set = (id: number, part: Partial<HeaderRow>) => onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const nextId = Math.max(-1, ...rows.map((row) => row.id)) + 1;
  return (
    <div className="flex flex-col gap-2">
      {rows.map((row) => {
        const fault = faultOf(faults, `header-${row.id}`);
        const name = row.key || 'new header';
        return (
          <div key={row.id}>
            <div className="grid grid-cols-[minmax(0,2fr)_104px_minmax(0,3fr)_24px] items-center gap-2">
              <Input
                isMono
                size="small"
                aria-label="Header"
                placeholder="header"
                value={row.key}
                onChange={(event) => set(row.id, { key: event.target.value })}
              />
              <Select
                size="small"
                ariaLabel={`Type of ${name}`}
                value={row.type}
                options={options}
                onChange={(type) => set(row.id, { type })}
              />
              <Input
                isMono
                size="small"
                aria-label={`Value of ${name}`}
                aria-invalid={fault !== null}
                aria-describedby={fault === null ? undefined : `fault-${row.id}`}
                placeholder={examples[row.type] ?? ''}
                disabled={row.type === 'void'}
                value={row.type === 'void' ? '' : row.text}
                onChange={(event) => set(row.id, { text: event.target.value })}
              />
              <IconButton
                size="small"
                label={`Remove ${name}`}
                icon={X}
                onClick={() => onChange(rows.filter((other) => other.id !== row.id))}
              />
            </div>
            {fault === null || row.key === '' ? null : (
              <p id={`fault-${row.id}`} className="text-small text-danger">
                {fault}
              </p>
            )}
          </div>
        );
      })}
      <div>
        <Button
          size="small"
          icon={Plus}
          disabledReason={rows.length >= rowsMax ? `At most ${rowsMax} headers.` : null}
          onClick={() => onChange([...rows, { id: nextId, key: '', type: 'string', text: '' }])}
        >
          Header
        </Button>
      </div>
    </div>
  );
}
