import type { ReactNode } from 'react';

export type Fact = { readonly label: ReactNode; readonly key: string; readonly value: ReactNode };

/** Names and values of one thing in two columns. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(112px,max-content)_minmax(0,1fr)] gap-x-4">
      {facts.map((fact) => (
        <div
          key={fact.key}
          className="col-span-2 grid min-h-7 grid-cols-subgrid items-center border-b border-line/60 py-0.5 last:border-b-0"
        >
          <dt className="text-ink-muted">{fact.label}</dt>
          <dd className="min-w-0 break-words">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
