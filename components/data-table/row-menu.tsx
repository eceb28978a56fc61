'use client';

import { AnchoredMenu, type MenuEntry } from '../ui/menu';
import type { RowMenuPlace } from './use-row-menu';

export function RowMenu<Row>({
  place,
  entries,
  onClose,
}: {
  place: RowMenuPlace<Row> | null;
  entries: (row: Row) => readonly MenuEntry[];
  onClose: () => void;
}) {
  return <AnchoredMenu anchor={place?.anchor ?? null} entries={place ? entries(place.row) : []} onClose={onClose} />;
}
