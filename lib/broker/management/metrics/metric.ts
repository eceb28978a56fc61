export type MetricKind = 'counter' | 'gauge' | 'untyped';
export type MetricSample = { readonly labels: Readonly<Record<string, string>>; readonly value: number };
export type Metric = { readonly name: string; readonly kind: MetricKind; readonly help: string; readonly samples: Iterable<MetricSample> };

/** A figure of one kind of object, to be summed up or told for each. */
export type ObjectMetric<Item> = {
  readonly name: string;
  readonly kind: MetricKind;
  readonly help: string;
  /** NaN: this object has none. */
  readonly value: (item: Item) => number;
  /** Meaningless as a sum: only told per object. */
  readonly isPerObjectOnly?: true;
};
