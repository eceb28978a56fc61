'use client';

import { ErrorState } from '../ui/error-state';
import { RowMenu } from './row-menu';
import { SelectionBar } from './selection-bar';
import { TableGrid } from './table-grid';
import type { DataTableProps } from './table-props';
import { TableToolbar } from './table-toolbar';
import { useDataTable } from './use-data-table';

/**
 * The one table: virtual rows, sticky header, sort and filters in the URL, chosen columns kept, multi-select,
 * keys j k x Enter Esc /, row menu (also on right click), and loading, error, empty and no-match states.
 * It fills its parent, which must have a height:
 *   <div className="flex min-h-0 flex-1 flex-col"><DataTable id="queues" label="Queues" rows={queues} …/></div>
 * See table-props.ts for what it takes and column.ts for columns.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const table = useDataTable(props);
  const isLoading = props.rows === undefined;
  if (isLoading && props.error) return <ErrorState what={props.label} cause={props.error} onRetry={props.onRetry} />;
  if (!isLoading && table.allRows.length === 0) return <>{props.empty}</>;
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <TableToolbar
        table={table}
        columns={props.columns}
        label={props.label}
        placeholder={props.searchPlaceholder ?? 'Filter'}
        isLoading={isLoading}
      >
        {props.toolbar}
      </TableToolbar>
      <TableGrid props={props} table={table} isLoading={isLoading} />
      {props.selectionActions && table.selected.count > 0 ? (
        <SelectionBar
          table={table}
          isPartial={table.serverCount > table.allRows.length}
          everythingLabel={props.everythingLabel ?? 'Select everything'}
        >
          {props.selectionActions(table.selected)}
        </SelectionBar>
      ) : null}
      {props.rowMenu ? <RowMenu place={table.menu.place} entries={props.rowMenu} onClose={table.menu.close} /> : null}
    </div>
  );
}
