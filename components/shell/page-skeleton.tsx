import { Skeleton } from '../ui/skeleton';

const rows = Array.from({ length: 12 }, (_, index) => `row-${index}`);

/** The layout of a page to come: head, sentence and rows, where the real ones will stand. Body of every loading.tsx. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <div className="flex h-[68px] shrink-0 flex-col justify-center gap-2.5 px-4">
        <Skeleton className="h-4 w-[144px]" />
        <Skeleton className="h-3 w-[320px] max-w-full" />
      </div>
      <div className="flex h-10 shrink-0 items-center px-4">
        <Skeleton className="h-7 w-[260px] max-w-full" />
      </div>
      <div className="border-t bg-surface">
        {rows.map((key) => (
          <div key={key} className="grid h-8 grid-cols-[2fr_1fr_1fr_1fr] items-center gap-8 border-b border-line/60 px-4">
            <Skeleton className="h-3 w-2/3" />
            <Skeleton className="h-3 w-1/2" />
            <Skeleton className="h-3 w-1/2" />
            <Skeleton className="h-3 w-1/3" />
          </div>
        ))}
      </div>
    </div>
  );
}
