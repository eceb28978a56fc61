import { Chip } from './chip';

export type Feature = { readonly label: string; readonly explanation: string };

/** What is particular about a thing, in a row of words that fades out where a table has no room; `isWrapping` for heads of pages. */
export function FeatureChips({ features, isWrapping = false }: { features: readonly Feature[]; isWrapping?: boolean }) {
  return (
    <span
      className={
        isWrapping
          ? 'flex flex-wrap gap-1'
          : 'flex min-w-0 gap-1 overflow-hidden [mask-image:linear-gradient(to_right,black_calc(100%-16px),transparent)]'
      }
    >
      {features.map((feature) => (
        <Chip key={feature.label} {...feature} />
      ))}
    </span>
  );
}
