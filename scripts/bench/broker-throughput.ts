import { parseArgs } from 'node:util';
import { measureThroughput } from './throughput';
import { directScenarios, fanoutScenario, topicScenario } from './throughput-scenarios';

/** Measures the broker that listens at --port; only scenarios whose name begins with --only. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '5672' },
    host: { type: 'string', default: '127.0.0.1' },
    only: { type: 'string', default: '' },
  },
});

const scenarios = [
  ...[16, 1_024, 16_384].flatMap(directScenarios),
  fanoutScenario(16),
  fanoutScenario(1_024),
  topicScenario(1_000),
  topicScenario(200_000),
];

for (const scenario of scenarios.filter(({ name }) => name.startsWith(values.only) || name.includes(`, ${values.only}`))) {
  const { perSecond, publishedPerSecond } = await measureThroughput(values.host, Number(values.port), scenario);
  console.log(
    `${scenario.name.padEnd(48)} ${Math.round(perSecond).toLocaleString('en').padStart(12)}/s   (published ${Math.round(publishedPerSecond).toLocaleString('en')}/s)`,
  );
}
process.exit(0);
