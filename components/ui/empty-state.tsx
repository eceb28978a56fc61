import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

/**
 * Nothing is here: `title` says it, `children` what this is, `action` the first thing to do.
 * `isGoodNews` for places where emptiness is the goal (dead letters, alarms).
 */
export function EmptyState({
  icon: Icon,
  title,
  action,
  isGoodNews = false,
  children,
}: {
  icon: LucideIcon;
  title: string;
  action?: ReactNode;
  isGoodNews?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden className={classNames('size-6', isGoodNews ? 'text-good' : 'text-ink-faint')} />
      <h2 className="text-lead font-semibold">{title}</h2>
      {children ? <div className="max-w-[480px] text-ink-muted">{children}</div> : null}
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
