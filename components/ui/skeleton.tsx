import { classNames } from './class-names';

/** A place-holder of the size of what will come, so that nothing jumps. Size it with width and height classes. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={classNames('block animate-pulse rounded-small bg-line', className)} />;
}
