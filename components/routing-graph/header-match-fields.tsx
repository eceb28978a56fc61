'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { PlainTable } from '@/lib/model/field-table';

export type HeaderMatch = {
  readonly mode: 'all' | 'any';
  readonly rows: readonly { readonly id: number; readonly key: string; readonly value: string }[];
};
export const emptyMatch: HeaderMatch = { mode: 'all', rows: [{ id: 0, key: '', value: '' }] };

const rowsMax = 20;

/** Whole numbers and booleans are compared by type in a headers exchange, so they are sent as what they look like; quotes force text. */
function argumentOf(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  return /^".*"$/.test(text) ? text.slice(1, -1) : text;
}

export function argumentsOf(match: HeaderMatch): PlainTable {
  const wanted = match.rows.flatMap(({ key, value }) => (key === '' ? [] : [[key, argumentOf(value)] as const]));
  return { 'x-match': match.mode, ...Object.fromEntries(wanted) };
}

/** Which headers a message must have to take this way. */
export function HeaderMatchFields({ match, onChange }: { match: HeaderMatch; onChange: (match: HeaderMatch) => void }) {
  const set = (id: number, part: { key?: string; value?: string }) =>
    onChange({ ...match, rows: match.rows.map((row) => (row.id === id ? { ...row, ...part } : row)) });
  const nextId = Math.max(-1, ...match.rows.map((row) => row.id)) + 1;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 flex items-center gap-2 text-small font-medium text-ink-muted">Headers that a message must have</legend>
      <SegmentedControl
        ariaLabel="How many must match"
        value={match.mode}
        onChange={(mode) => onChange({ ...match, mode })}
        options={[
          { value: 'all', label: 'all of these' },
          { value: 'any', label: 'any of these' },
        ]}
      />
      {match.rows.map((row) => (
        <div key={row.id} className="flex items-center gap-2">
          <Input
            isMono
            aria-label="Header"
            placeholder="header"
            value={row.key}
            onChange={(event) => set(row.id, { key: event.target.value })}
          />
          <Input
            isMono
            aria-label="Value"
            placeholder="value"
            value={row.value}
            onChange={(event) => set(row.id, { value: event.target.value })}
          />
          <IconButton
            size="small"
            label="Remove this header"
            icon={X}
            onClick={() => onChange({ ...match, rows: match.rows.filter((other) => other.id !== row.id) })}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={Plus}
          disabledReason={match.rows.length >= rowsMax ? `At most ${rowsMax} headers.` : null}
          onClick={() => onChange({ ...match, rows: [...match.rows, { id: nextId, key: '', value: '' }] })}
        >
          Header
        </Button>
      </div>
      <p className="text-small text-ink-faint">Numbers and true or false are sent as such; put quotes around them to send text.</p>
    </fieldset>
  );
}
