import type { ReactNode } from 'react';
import type { GlossaryWord } from '../ui/glossary';

export type CellValue = string | number | boolean | null;

/**
 * One column of a DataTable. Keep the list stable (module level or useMemo): rows render again when it changes.
 *   { id: 'ready', header: 'Ready', term: 'ready', width: 88, align: 'end', filter: 'number', value: (queue) => queue.readyCount }
 */
export type Column<Row> = {
  /** Also its name in the URL: `?sort=-ready&f.ready=>100`. */
  readonly id: string;
  readonly header: string;
  /** Explains the header on hover. */
  readonly term?: GlossaryWord;
  /** Pixels; the least width when `grow` is given. */
  readonly width: number;
  /** Share of the space that is left. One column at least should grow. */
  readonly grow?: number;
  readonly align?: 'end';
  readonly isMono?: boolean;
  /** Cut in the middle where there is no room, because names differ at both ends; whole on hover. */
  readonly isName?: boolean;
  /** What is sorted and filtered by, and shown unless `cell` is given. null sorts last and shows as –. */
  readonly value: (row: Row) => CellValue;
  /** Sorts by something else than what is filtered by, e.g. a rank. */
  readonly sortValue?: (row: Row) => CellValue;
  /** Called for visible rows only, and again only when the row object changes. */
  readonly cell?: (row: Row) => ReactNode;
  readonly filter?: 'text' | 'number' | 'choice';
  readonly isSortable?: boolean;
  /** Not shown until chosen. */
  readonly isHidden?: boolean;
  /** 1 stays on a phone, 3 goes first when there is no room; 2 unless told. */
  readonly priority?: 1 | 2 | 3;
};

/** What the column chooser needs to know of a column. */
export type ChoosableColumn = Pick<Column<unknown>, 'id' | 'header' | 'isHidden'>;

export type Sort = { readonly column: string; readonly direction: 'ascending' | 'descending' };
