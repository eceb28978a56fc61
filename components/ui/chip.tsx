import { classNames } from './class-names';

/**
 * A feature of a queue or exchange, in words, explained on hover: `durable`, `TTL 60 s`, `dead letters → failed`.
 * The browser's own tooltip: thousands of these stand in virtual rows, which must be cheap to draw.
 */
export function Chip({ label, explanation, isMono = false }: { label: string; explanation?: string | undefined; isMono?: boolean }) {
  return (
    <span
      title={explanation}
      className={classNames(
        'inline-flex h-5 max-w-[240px] shrink-0 items-center rounded-small border border-line-strong px-1.5 text-micro whitespace-nowrap text-ink-muted',
        isMono && 'font-mono',
      )}
    >
      <span className="truncate">{label}</span>
    </span>
  );
}
