/** The keys of a shortcut, e.g. `g q` or `Ctrl K`; each word is one key. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4 min-w-4 items-center justify-center rounded-small border border-line-strong bg-sunken px-1 font-mono text-micro text-ink-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
