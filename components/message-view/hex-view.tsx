'use client';

import { ScrollArea } from '@base-ui/react/scroll-area';
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
    <ScrollArea.Root className="relative">
      {/* The viewport takes the focus whenever there is something to scroll. */}
      <ScrollArea.Viewport
        ref={box}
        role="region"
        aria-label="Body as bytes"
        className="font-mono text-small [font-variant-ligatures:none]"
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
      </ScrollArea.Viewport>
      <Bar orientation="vertical" />
      <Bar orientation="horizontal" />
    </ScrollArea.Root>
  );
}

function Bar({ orientation }: { orientation: 'vertical' | 'horizontal' }) {
  return (
    <ScrollArea.Scrollbar orientation={orientation} className="flex data-[orientation=horizontal]:h-2 data-[orientation=vertical]:w-2">
      <ScrollArea.Thumb className="rounded-small bg-line-strong data-[orientation=horizontal]:h-2 data-[orientation=vertical]:w-2" />
    </ScrollArea.Scrollbar>
  );
}
