import { Chip } from './chip';

export type Feature = { readonly label: string; readonly explanation: string };

/** What is particular about a thing, in a row of words. */
export function FeatureChips({ features }: { features: readonly Feature[] }) {
  return (
    <span className="flex min-w-0 gap-1">
      {features.map((feature) => (
        <Chip key={feature.label} {...feature} />
      ))}
    </span>
  );
}
