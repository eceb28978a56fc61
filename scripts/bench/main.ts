import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../e2e/support/broker';
import { type RabbitmqServer, startRabbitmq } from '../../e2e/support/rabbitmq';
import { amqplibScenarios, measureAmqplib } from './amqplib-scenarios';
import { measureConsole } from './console-figures';
import { busyConsole, furtherMeasurements } from './further-measurements';
import { measureThroughput, type Scenario } from './throughput';
import { directScenarios, fanoutScenario, topicScenario } from './throughput-scenarios';

/**
 * npm run bench                          everything, each scenario on both brokers in turn
 * npm run bench -- --only 'c persistent' scenarios whose name begins so; --runs 5 for more runs; --console for the console alone
 * npm run bench -- --only 'g ' --scale 0.01 --runs 1   whether a further measurement runs at all; such figures compare with nothing
 * Prints Markdown tables of medians and ratios. The same clients, in processes of their own, measure both brokers.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    console: { type: 'boolean', default: false },
  },
});
const runs = Math.max(1, Math.min(9, Number(values.runs) || 3));
const scale = Math.max(0.001, Math.min(1, Number(values.scale) || 1));
const isWanted = ({ name }: { readonly name: string }): boolean => name.startsWith(values.only);
/** A measurement that hangs ends the bench; what it started ends with it. */
const MEASUREMENT_MS_MAX = 600_000;

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
    warren.push(await bounded(name, measure(brokers.warren)));
    rabbitmq.push(await bounded(name, measure(brokers.rabbitmq)));
  }
  console.log(`| ${name} | ${range(warren)} | ${range(rabbitmq)} | ${(median(warren) / median(rabbitmq)).toFixed(2)}× |`);
}

async function compareBrokers(): Promise<void> {
  const wanted = measurements.filter(isWanted);
  if (wanted.length === 0) return;
  const brokers: Brokers = { warren: await startEmbeddedBroker({ program: 'bundle' }), rabbitmq: await startRabbitmq() };
  try {
    console.log(`\n| scenario | Warren, messages/s: median (range) | RabbitMQ | ratio |\n|---|---|---|---|`);
    for (const measurement of wanted) await compare(brokers, measurement);
  } finally {
    await Promise.all([brokers.warren.stop(), brokers.rabbitmq.stop()]);
  }
}

async function compareFurther(): Promise<void> {
  const wanted = furtherMeasurements(scale).filter(isWanted);
  if (wanted.length > 0) console.log(`\n| measurement | Warren: median (range) | RabbitMQ | ratio |\n|---|---|---|---|`);
  for (const { name, rows, measure } of wanted) await interleave(name, rows, [() => measure('warren'), () => measure('rabbitmq')]);
  if (!isWanted(busyConsole)) return;
  console.log(`\n| console beside the broker | busy 50 of 200 ms: median (range) | at rest | ratio |\n|---|---|---|---|`);
  const sides = [true, false].map((isBurning) => () => busyConsole.measure(isBurning, scale));
  await interleave(busyConsole.name, busyConsole.rows, sides);
}

/** Both sides in turn, run by run; prints a row a figure. */
async function interleave(name: string, rows: readonly string[], sides: readonly (() => Promise<readonly number[]>)[]): Promise<void> {
  const results = sides.map((): (readonly number[])[] => []);
  for (let run = 0; run < runs; run += 1) for (const [index, side] of sides.entries()) results[index]?.push(await bounded(name, side()));
  for (const [row, label] of rows.entries()) {
    const [left = [], right = []] = results.map((figures) => figures.map((figure) => figure[row] ?? Number.NaN));
    console.log(`| ${name}: ${label} | ${range(left)} | ${range(right)} | ${(median(left) / median(right)).toFixed(2)}× |`);
  }
}

async function bounded<T>(name: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    console.error(`${name} did not end within ${MEASUREMENT_MS_MAX} ms`);
    process.exit(1);
  }, MEASUREMENT_MS_MAX);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
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
if (!values.console) {
  await compareBrokers();
  await compareFurther();
}
if (values.console || values.only === '') await measureConsoles();
process.exit(0);
