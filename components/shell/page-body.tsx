import type { ReactNode } from 'react';

/** Body of a page that scrolls as a whole; pages with one big table use a flex column and let the table scroll. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="flex max-w-[1600px] flex-col gap-6 px-4 pb-8">{children}</div>
    </div>
  );
}
