'use client';

import type { BinUsage } from '@/lib/model/operations';
import { formatBytes, formatCounted } from '@/lib/model/quantity';

const fullFrom = 0.8;

/** What is in the bin and what bounds it. */
export function usageSentence(usage: BinUsage): string {
  const keeps = `The bin keeps messages for ${formatCounted(usage.retentionDays, 'day')} and up to ${formatBytes(usage.bytesMax)}; when it is full nothing more is discarded until there is room.`;
  return usage.messageCount === 0
    ? `Empty. ${keeps}`
    : `${formatCounted(usage.messageCount, 'message')}, ${formatBytes(usage.bytes)}. ${keeps}`;
}

/** How full the bin is; the words beside it carry the figure. */
export function UsageBar({ usage }: { usage: BinUsage }) {
  const share = usage.bytesMax === 0 ? 0 : Math.min(1, usage.bytes / usage.bytesMax);
  return (
    <div className="flex w-full max-w-[360px] items-center gap-2">
      <div aria-hidden className="h-1.5 flex-1 overflow-hidden rounded-small bg-sunken">
        <span
          className={share >= fullFrom ? 'block h-full bg-warning' : 'block h-full bg-ink-faint'}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <span className="text-small text-ink-muted">{Math.round(share * 100)} % full</span>
    </div>
  );
}
