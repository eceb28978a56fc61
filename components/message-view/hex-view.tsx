'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { hexRowBytes, hexRows } from '@/lib/model/hex-dump';

const rowHeightPx = 20;
const viewHeightPx = 420;

/** Bytes as they are: offset, hex, printable characters. Only the rows in sight are made. */
export function HexView({ bytes }: { bytes: Uint8Array }) {
  const box = useRef<HTMLDivElement>(null);
  const rowCount = Math.ceil(bytes.length / hexRowBytes);
  const virtual = useVirtualizer({ count: rowCount, getScrollElement: () => box.current, estimateSize: () => rowHeightPx, overscan: 20 });
  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label="Body as bytes"
      className="overflow-auto font-mono text-small [font-variant-ligatures:none]"
      style={{ maxHeight: viewHeightPx }}
    >
      <div className="relative min-w-max" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = hexRows(bytes, item.index, 1)[0];
          if (row === undefined) return null;
          return (
            <div
              key={item.key}
              className="absolute flex gap-4 whitespace-pre"
              style={{ top: item.start, height: rowHeightPx, lineHeight: `${rowHeightPx}px` }}
            >
              <span className="text-ink-faint">{row.offset}</span>
              <span>{row.hex.padEnd(hexRowBytes * 3 - 1)}</span>
              <span className="text-ink-muted">{row.ascii}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
