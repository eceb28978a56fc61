import { Skeleton } from '../ui/skeleton';

const rows = Array.from({ length: 10 }, (_, index) => `row-${index}`);

/** The layout of a page to come: body of every loading.tsx. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4 px-4 pt-4">
      <Skeleton className="h-5 w-[200px]" />
      <Skeleton className="h-4 w-[360px] max-w-full" />
      <div className="mt-2 flex flex-col gap-4">
        {rows.map((key) => (
          <Skeleton key={key} className="h-4 w-full" />
        ))}
      </div>
    </div>
  );
}
