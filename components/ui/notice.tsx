import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './badge';
import { classNames } from './class-names';

const icons = { neutral: Info, accent: Info, good: CircleCheck, warning: TriangleAlert, danger: CircleAlert } as const;
const tones: Record<Tone, string> = {
  neutral: 'border-line-strong bg-sunken',
  accent: 'border-accent/40 bg-accent-soft',
  good: 'border-good/40 bg-good-soft',
  warning: 'border-warning/40 bg-warning-soft',
  danger: 'border-danger/40 bg-danger-soft',
};
const marks: Record<Tone, string> = {
  neutral: 'text-ink-muted',
  accent: 'text-accent',
  good: 'text-good',
  warning: 'text-warning',
  danger: 'text-danger',
};

/** A sentence in the flow of a page that one must not miss. Danger notices are announced. */
export function Notice({ tone, action, children }: { tone: Tone; action?: ReactNode; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      className={classNames('flex items-start gap-2 rounded-base border px-3 py-2 text-ink', tones[tone])}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', marks[tone])} />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
