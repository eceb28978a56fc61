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
  if (place === null) return null;
  return <AnchoredMenu anchor={place.anchor} entries={entries(place.row)} onClose={onClose} />;
}
