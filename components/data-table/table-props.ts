import type { ReactNode } from 'react';
import type { MenuEntry } from '../ui/menu';
import type { Column, Sort } from './column';

/** The chosen rows, as the bar's acts get them. `isEverything`: all that the server has, `rows` being only the loaded part. */
export type Selected<Row> = {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly isEverything: boolean;
  readonly clear: () => void;
};

export type DataTableProps<Row> = {
  /** Names the table for kept column choices, e.g. 'queues'. */
  readonly id: string;
  /** What the rows are, for screen readers and messages: 'Queues'. */
  readonly label: string;
  /** undefined while loading. */
  readonly rows: readonly Row[] | undefined;
  /** A stable function, outside of the component. */
  readonly rowKey: (row: Row) => string;
  /** Stable: module level or useMemo. */
  readonly columns: readonly Column<Row>[];
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** Shown when there are no rows at all; EmptyState says what this is and the first thing to do. */
  readonly empty: ReactNode;
  /** Stable too. */
  readonly defaultSort?: Sort | null;
  /** Two tables on a page need different prefixes in the URL. */
  readonly urlPrefix?: string;
  readonly searchPlaceholder?: string;
  /** Controls left of the column chooser. */
  readonly toolbar?: ReactNode;
  /** Enter or click. */
  readonly onOpen?: (row: Row) => void;
  /** Marks the row that is open beside the table; then j and k open as they move. */
  readonly openKey?: string | null;
  readonly rowMenu?: (row: Row) => readonly MenuEntry[];
  /** Turns multi-select on: the acts on what is chosen. */
  readonly selectionActions?: (selected: Selected<Row>) => ReactNode;
  /** How many the server has, when `rows` is only a part; then 'select all' can mean everything. */
  readonly totalCount?: number;
  /** What 'everything' is, when it is not all there is: 'Select all that match'. */
  readonly everythingLabel?: string;
  /** Below the rows: pages, 'load more'. */
  readonly footer?: ReactNode;
};
