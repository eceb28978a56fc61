/** How much was looked at, as a bar. */
export function CoverageBar({ label, percent }: { label: string; percent: number }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 w-full overflow-hidden rounded-small bg-sunken"
    >
      <span className="block h-full bg-accent" style={{ width: `${percent}%` }} />
    </div>
  );
}
