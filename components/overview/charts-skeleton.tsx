import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';

/** As tall as the charts to come: title, legend and 180 px of chart. */
export function ChartsSkeleton() {
  return (
    <Section title="Traffic">
      <div className="grid gap-6 xl:grid-cols-2">
        <Skeleton className="h-[228px] w-full" />
        <Skeleton className="h-[228px] w-full max-xl:hidden" />
      </div>
    </Section>
  );
}
