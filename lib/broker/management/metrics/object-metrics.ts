import type { Metric, MetricSample, ObjectMetric } from './metric';

/** One sample: the sum over all objects. Run to the end before the first sample is written, so keep `items` re-iterable. */
export function summedMetrics<Item>(metrics: readonly ObjectMetric<Item>[], items: () => Iterable<Item>): Metric[] {
  const summable = metrics.filter((metric) => metric.isPerObjectOnly !== true);
  return summable.map((metric) => ({
    name: `rabbitmq_${metric.name}`,
    kind: metric.kind,
    help: metric.help,
    samples: sum(metric, items),
  }));
}

function* sum<Item>(metric: ObjectMetric<Item>, items: () => Iterable<Item>): Generator<MetricSample> {
  let total = 0;
  for (const item of items()) total += metric.value(item);
  yield { labels: {}, value: total };
}

/** One sample an object. */
export function eachMetrics<Item>(
  prefix: 'rabbitmq_' | 'rabbitmq_detailed_',
  metrics: readonly ObjectMetric<Item>[],
  items: () => Iterable<Item>,
  labels: (item: Item) => Readonly<Record<string, string>>,
): Metric[] {
  return metrics.map((metric) => ({
    name: `${prefix}${metric.name}`,
    kind: metric.kind,
    help: metric.help,
    samples: each(metric, items, labels),
  }));
}

function* each<Item>(
  metric: ObjectMetric<Item>,
  items: () => Iterable<Item>,
  labels: (item: Item) => Readonly<Record<string, string>>,
): Generator<MetricSample> {
  for (const item of items()) yield { labels: labels(item), value: metric.value(item) };
}
