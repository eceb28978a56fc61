import type { Metric } from './metric';

/** Prometheus' text format 0.0.4, in pieces of one metric's head or one sample each. */
export function* renderMetrics(metrics: Iterable<Metric>): Generator<string> {
  for (const { name, kind, help, samples } of metrics) {
    yield `# TYPE ${name} ${kind}\n# HELP ${name} ${help}\n`;
    for (const { labels, value } of samples) yield `${name}${renderLabels(labels)} ${renderValue(value)}\n`;
  }
}

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeLabel = (value: string): string => value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));

const renderValue = (value: number): string => (Number.isNaN(value) ? 'NaN' : value === Number.POSITIVE_INFINITY ? '+Inf' : String(value));
