'use client';

import { classNames } from './class-names';
import { Tooltip } from './tooltip';

/** A feature of a queue or exchange, in words, explained on hover: `durable`, `TTL 60 s`, `dead letters → failed`. */
export function Chip({ label, explanation, isMono = false }: { label: string; explanation?: string | undefined; isMono?: boolean }) {
  return (
    <Tooltip content={explanation}>
      <span
        className={classNames(
          'inline-flex h-5 max-w-[240px] min-w-8 items-center rounded-small border border-line-strong px-1.5 text-micro whitespace-nowrap text-ink-muted',
          isMono && 'font-mono',
        )}
      >
        <span className="truncate">{label}</span>
      </span>
    </Tooltip>
  );
}
