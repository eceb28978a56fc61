import type { ReactNode } from 'react';

/** A titled part of a page. No box: a line and space keep parts apart. */
export function Section({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <div className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-2 border-b pb-1">
        <h2 className="font-semibold">{title}</h2>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
