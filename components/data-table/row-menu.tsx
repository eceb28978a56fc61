'use client';

import { useRef } from 'react';
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
  const wasOpened = useRef(false);
  wasOpened.current ||= place !== null;
  if (!wasOpened.current) return null;
  return <AnchoredMenu anchor={place?.anchor ?? null} entries={place ? entries(place.row) : []} onClose={onClose} />;
}
