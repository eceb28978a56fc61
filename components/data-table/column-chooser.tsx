'use client';

import { Popover } from '@base-ui/react/popover';
import { Columns3 } from 'lucide-react';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { IconButton } from '../ui/icon-button';
import type { ChoosableColumn } from './column';
import { shownColumns } from './use-table-layout';
import type { TablePreferences } from './use-table-preferences';

/** Which columns are shown and how tall rows are; kept in this browser. */
export function ColumnChooser({
  columns,
  preferences,
  onChange,
}: {
  columns: readonly ChoosableColumn[];
  preferences: TablePreferences;
  onChange: (preferences: TablePreferences) => void;
}) {
  const shown = shownColumns(columns, preferences.columns).map((column) => column.id);
  const toggle = (id: string, isShown: boolean) => {
    const next = columns.map((column) => column.id).filter((each) => (each === id ? isShown : shown.includes(each)));
    onChange({ ...preferences, columns: next });
  };
  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton label="Columns and row height" icon={Columns3} />} />
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="z-50">
          <Popover.Popup
            aria-label="Columns and row height"
            className="flex max-h-[min(480px,var(--available-height))] w-[220px] flex-col gap-1.5 overflow-y-auto rounded-base border border-line-strong bg-raised p-3 shadow-raised outline-none"
          >
            {columns.map((column) => (
              <Checkbox
                key={column.id}
                label={column.header}
                isChecked={shown.includes(column.id)}
                isDisabled={shown.length === 1 && shown[0] === column.id}
                onChange={(isShown) => toggle(column.id, isShown)}
              />
            ))}
            <hr className="my-1" />
            <Checkbox
              label="Compact rows"
              isChecked={preferences.isCompact}
              onChange={(isCompact) => onChange({ ...preferences, isCompact })}
            />
            <Button size="small" variant="quiet" onClick={() => onChange({ columns: null, isCompact: false })}>
              As designed
            </Button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
