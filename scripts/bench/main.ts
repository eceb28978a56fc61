import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../e2e/support/broker';
import { type RabbitmqServer, startRabbitmq } from '../../e2e/support/rabbitmq';
import { amqplibScenarios, measureAmqplib } from './amqplib-scenarios';
import { measureConsole } from './console-figures';
import { measureThroughput, type Scenario } from './throughput';
import { directScenarios, fanoutScenario, topicScenario } from './throughput-scenarios';

/**
 * npm run bench                          everything, each scenario on both brokers in turn
 * npm run bench -- --only 'c persistent' scenarios whose name begins so; --runs 5 for more runs; --console for the console alone
 * Prints a Markdown table of medians and ratios. The same clients, in processes of their own, measure both brokers.
 */
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, runs: { type: 'string', default: '3' }, console: { type: 'boolean', default: false } },
});
const runs = Math.max(1, Math.min(9, Number(values.runs)));

type Brokers = { readonly warren: EmbeddedBroker; readonly rabbitmq: RabbitmqServer };
type Measurement = { readonly name: string; readonly measure: (broker: EmbeddedBroker | RabbitmqServer) => Promise<number> };

const raw = (scenario: Scenario): Measurement => ({
  name: scenario.name,
  measure: async (broker) => {
    const { hostname, port } = new URL(broker.amqpUrl);
    await removeQueues(broker, scenario.queues);
    const { perSecond } = await measureThroughput(hostname, Number(port), scenario);
    await removeQueues(broker, scenario.queues);
    return perSecond;
  },
});

const sizes = [16, 1_024, 16_384];
const measurements: readonly Measurement[] = [
  ...sizes.flatMap(directScenarios).map(raw),
  ...[fanoutScenario(16), fanoutScenario(1_024), topicScenario(1_000), topicScenario(200_000)].map(raw),
  ...amqplibScenarios.map((scenario) => ({
    name: scenario.name,
    measure: (broker: { amqpUrl: string }) => measureAmqplib(broker.amqpUrl, scenario),
  })),
];

async function removeQueues(broker: { managementUrl: string }, queues: readonly string[]): Promise<void> {
  const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
  for (const queue of queues) await fetch(`${broker.managementUrl}/api/queues/%2F/${queue}`, { method: 'DELETE', headers });
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const range = (numbers: readonly number[]): string =>
  `${whole(median(numbers))} (${whole(Math.min(...numbers))}–${whole(Math.max(...numbers))})`;

async function compare(brokers: Brokers, { name, measure }: Measurement): Promise<void> {
  const warren: number[] = [];
  const rabbitmq: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    warren.push(await measure(brokers.warren));
    rabbitmq.push(await measure(brokers.rabbitmq));
  }
  console.log(`| ${name} | ${range(warren)} | ${range(rabbitmq)} | ${(median(warren) / median(rabbitmq)).toFixed(2)}× |`);
}

async function compareBrokers(): Promise<void> {
  const brokers: Brokers = { warren: await startEmbeddedBroker({ program: 'bundle' }), rabbitmq: await startRabbitmq() };
  try {
    console.log(`\n| scenario | Warren, messages/s: median (range) | RabbitMQ | ratio |\n|---|---|---|---|`);
    for (const measurement of measurements.filter(({ name }) => name.startsWith(values.only))) await compare(brokers, measurement);
  } finally {
    await Promise.all([brokers.warren.stop(), brokers.rabbitmq.stop()]);
  }
}

async function measureConsoles(): Promise<void> {
  const figures: Awaited<ReturnType<typeof measureConsole>>[] = [];
  for (let run = 0; run < runs; run += 1) figures.push(await measureConsole());
  const of = (read: (figure: (typeof figures)[number]) => number) => range(figures.map(read));
  console.log('\n| console and broker in one process | median (range) |\n|---|---|');
  console.log(`| \`npm start\` to ready on a built tree, ms | ${of(({ startMs }) => startMs)} |`);
  console.log(`| resident memory at rest, MB | ${of(({ residentMegabytes }) => residentMegabytes)} |`);
  console.log(`| compressed JavaScript of the first page, bytes | ${of(({ firstPageScriptBytes }) => firstPageScriptBytes)} |`);
}

const [processor] = cpus();
const load = readFileSync('/proc/loadavg', 'latin1').split(' ').slice(0, 1).join('');
console.log(`${cpus().length} × ${processor?.model.trim()}, Node ${process.version}, load before: ${load}, ${runs} runs each`);
if (!values.console) await compareBrokers();
if (values.console || values.only === '') await measureConsoles();
process.exit(0);
