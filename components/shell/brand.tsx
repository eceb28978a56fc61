/** The mark: two ways into one burrow. */
export function BrandMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0 text-accent" fill="none" stroke="currentColor" strokeWidth="2">
      <path d="M2 4h5c3 0 3.5 6 6.5 6H18M2 16h5c3 0 3.5-6 6.5-6" strokeLinecap="round" />
      <circle cx="13.4" cy="10" r="2.1" fill="currentColor" stroke="none" />
    </svg>
  );
}
