import type { Environment } from '@/lib/model/console';
import { classNames } from '../ui/class-names';

const colours: Record<Environment, { text: string; background: string; border: string }> = {
  development: { text: 'text-development', background: 'bg-development', border: 'border-development' },
  staging: { text: 'text-staging', background: 'bg-staging', border: 'border-staging' },
  production: { text: 'text-production', background: 'bg-production', border: 'border-production' },
};

/** The environment as a word in its colour; never the colour alone. */
export function EnvironmentBadge({ environment }: { environment: Environment }) {
  const colour = colours[environment];
  return (
    <span className={classNames('rounded-small border px-1.5 text-micro font-semibold uppercase', colour.text, colour.border)}>
      {environment}
    </span>
  );
}

/** A line across the whole top that cannot be missed, on production only. */
export function ProductionLine({ environment }: { environment: Environment | undefined }) {
  if (environment !== 'production') return null;
  return <div aria-hidden className="h-[3px] shrink-0 bg-production" />;
}
