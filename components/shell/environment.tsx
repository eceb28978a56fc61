import type { Environment } from '@/lib/model/console';
import { classNames } from '../ui/class-names';

const colours: Record<Environment, { text: string; background: string; border: string }> = {
  development: { text: 'text-development', background: 'bg-development', border: 'border-development' },
  staging: { text: 'text-staging', background: 'bg-staging', border: 'border-staging' },
  production: { text: 'text-production', background: 'bg-production', border: 'border-production' },
};

const shortNames: Record<Environment, string> = { development: 'dev', staging: 'stage', production: 'prod' };

/** The environment as a word in its colour; never the colour alone. */
export function EnvironmentBadge({ environment, isShortOnPhone = false }: { environment: Environment; isShortOnPhone?: boolean }) {
  const colour = colours[environment];
  return (
    <span
      className={classNames(
        'inline-block rounded-small border px-1.5 align-middle text-micro font-semibold uppercase',
        colour.text,
        colour.border,
      )}
    >
      <span className={isShortOnPhone ? 'max-sm:sr-only' : undefined}>{environment}</span>
      {isShortOnPhone ? (
        <span aria-hidden data-short={shortNames[environment]} className="before:content-[attr(data-short)] sm:hidden" />
      ) : null}
    </span>
  );
}

/** A line across the whole top that cannot be missed, on production only. It lies upon the bar, so that nothing moves when it comes. */
export function ProductionLine({ environment }: { environment: Environment | undefined }) {
  if (environment !== 'production') return null;
  return <div aria-hidden className="pointer-events-none fixed inset-x-0 top-0 z-30 h-[3px] bg-production" />;
}
