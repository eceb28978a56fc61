import { formatCount } from '@/lib/model/quantity';

const lines = [
  { label: 'binding', colour: 'var(--control-line)', dash: undefined },
  { label: 'dead letters', colour: 'var(--dead-lettered)', dash: '6 4' },
  { label: 'unroutable', colour: 'var(--unroutable)', dash: '2 4' },
] as const;

/** What the lines mean, and how much is not drawn. */
export function GraphLegend({ hiddenCount }: { hiddenCount: number }) {
  return (
    <div className="pointer-events-none absolute top-2 left-2 flex flex-col gap-1 rounded-base border bg-surface/90 px-2 py-1 text-micro text-ink-muted">
      <ul className="flex flex-wrap gap-x-3">
        {lines.map((line) => (
          <li key={line.label} className="flex items-center gap-1.5">
            <svg aria-hidden="true" width="20" height="4">
              <path d="M0 2h20" stroke={line.colour} strokeWidth="1.5" strokeDasharray={line.dash} />
            </svg>
            {line.label}
          </li>
        ))}
      </ul>
      {hiddenCount > 0 ? <p>{formatCount(hiddenCount)} more are not drawn. Filter to see them, or use the table.</p> : null}
    </div>
  );
}
