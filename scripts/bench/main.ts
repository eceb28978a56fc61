import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../e2e/support/broker';
import { type RabbitmqServer, startRabbitmq } from '../../e2e/support/rabbitmq';
import { amqplibScenarios, measureAmqplib } from './amqplib-scenarios';
import { browsePages, measurePages } from './browse-pages';
import { measureConsole } from './console-figures';
import { busyConsole, deepBacklog, furtherMeasurements } from './further-measurements';
import { measureReplays, replays } from './replay';
import { measureSearches, searchRows } from './search';
import { measureThroughput, type Scenario } from './throughput';
import { directScenarios, fanoutScenario, topicScenario } from './throughput-scenarios';

/**
 * npm run bench                          everything, each scenario on both brokers in turn
 * npm run bench -- --only 'c persistent' scenarios whose name begins so; --runs 5 for more runs; --console for the console alone
 * npm run bench -- --only 'g ' --scale 0.01 --runs 1   whether a further measurement runs at all; such figures compare with nothing
 * npm run bench -- --only 'n search' --messages 10000000 --bytes 100   how many messages a search looks through, and how large
 * Prints Markdown tables of medians and ratios, each row as it ends; one that fails says so and the others go on (exit code 1). The same clients, in processes of their own, measure both brokers.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    console: { type: 'boolean', default: false },
    messages: { type: 'string', default: '1000000' },
    bytes: { type: 'string', default: '1024' },
  },
});
const runs = Math.max(1, Math.min(9, Number(values.runs) || 3));
const scale = Math.max(0.001, Math.min(1, Number(values.scale) || 1));
const isWanted = ({ name }: { readonly name: string }): boolean => name.startsWith(values.only);
/** A measurement that hangs is given up; what it started ends with the bench. */
const MEASUREMENT_MS_MAX = 600_000;
let hasFailed = false;

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
const NOT_MEASURED = '–';
const range = (numbers: readonly number[]): string =>
  numbers.length === 0 ? NOT_MEASURED : `${whole(median(numbers))} (${whole(Math.min(...numbers))}–${whole(Math.max(...numbers))})`;
const ratio = (left: readonly number[], right: readonly number[]): string =>
  left.length === 0 || right.length === 0 ? NOT_MEASURED : `${(median(left) / median(right)).toFixed(2)}×`;

/** A row that fails says so in the table and does not take the others with it. */
async function row(name: string, measure: () => Promise<void>): Promise<void> {
  try {
    await measure();
  } catch (error) {
    hasFailed = true;
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`| ${name} | failed: ${reason.split('\n')[0]} | | |`);
  }
}

async function compare(brokers: Brokers, { name, measure }: Measurement): Promise<void> {
  const warren: number[] = [];
  const rabbitmq: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    warren.push(await bounded(name, measure(brokers.warren)));
    rabbitmq.push(await bounded(name, measure(brokers.rabbitmq)));
  }
  console.log(`| ${name} | ${range(warren)} | ${range(rabbitmq)} | ${ratio(warren, rabbitmq)} |`);
}

async function compareBrokers(): Promise<void> {
  const wanted = measurements.filter(isWanted);
  if (wanted.length === 0) return;
  console.log(`\n| scenario | Warren, messages/s: median (range) | RabbitMQ | ratio |\n|---|---|---|---|`);
  let brokers: Brokers | null = null;
  for (const measurement of wanted) {
    const failedBefore: boolean = hasFailed;
    await row(measurement.name, async () => {
      brokers ??= { warren: await startEmbeddedBroker({ program: 'bundle' }), rabbitmq: await startRabbitmq() };
      await compare(brokers, measurement);
    });
    // What a failed row left behind is no start for the next.
    if (hasFailed !== failedBefore) brokers = await stopBrokers(brokers);
  }
  await stopBrokers(brokers);
}

async function stopBrokers(brokers: Brokers | null): Promise<null> {
  if (brokers !== null) await Promise.allSettled([brokers.warren.stop(), brokers.rabbitmq.stop()]);
  return null;
}

async function compareFurther(): Promise<void> {
  const wanted = furtherMeasurements(scale).filter(isWanted);
  if (wanted.length > 0) console.log(`\n| measurement | Warren: median (range) | RabbitMQ | ratio |\n|---|---|---|---|`);
  for (const { name, rows, measure } of wanted) {
    await row(name, () => interleave(name, rows, [() => measure('warren'), () => measure('rabbitmq')], runs));
  }
  if (isWanted(busyConsole)) {
    console.log(`\n| console beside the broker | busy 50 of 200 ms: median (range) | at rest | ratio |\n|---|---|---|---|`);
    const sides = [true, false].map((isBurning) => () => busyConsole.measure(isBurning, scale));
    await row(busyConsole.name, () => interleave(busyConsole.name, busyConsole.rows, sides, runs));
  }
  if (!isWanted(deepBacklog)) return;
  const [first, second] = deepBacklog.sides;
  console.log(
    `\n| Warren alone, one run, watermark ${deepBacklog.watermarkMegabytes} MB | ${first} | ${second} | ratio |\n|---|---|---|---|`,
  );
  const sides = deepBacklog.sides.map((_, side) => () => deepBacklog.measure(side, scale));
  await row(deepBacklog.name, () => interleave(deepBacklog.name, deepBacklog.rows, sides, 1));
}

/** Both sides in turn, run by run; prints a row a figure. */
async function interleave(
  name: string,
  rows: readonly string[],
  sides: readonly (() => Promise<readonly number[]>)[],
  runCount: number,
): Promise<void> {
  const results = sides.map((): (readonly number[])[] => []);
  for (let run = 0; run < runCount; run += 1)
    for (const [index, side] of sides.entries()) results[index]?.push(await bounded(name, side()));
  for (const [at, label] of rows.entries()) {
    const [left = [], right = []] = results.map((figures) => figures.flatMap((figure) => figure[at] ?? []));
    console.log(`| ${name}: ${label} | ${range(left)} | ${range(right)} | ${ratio(left, right)} |`);
  }
}

async function bounded<T>(name: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not end within ${MEASUREMENT_MS_MAX / 1_000} s`)), MEASUREMENT_MS_MAX);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the console does, which has no counterpart to run in turn with: a table of medians. */
async function measureOurs(
  { name, rows }: { readonly name: string; readonly rows: readonly string[] },
  title: string,
  measure: () => Promise<readonly number[]>,
): Promise<void> {
  if (!isWanted({ name })) return;
  console.log(`\n| ${title} | median (range) |\n|---|---|`);
  const figures: (readonly number[])[] = [];
  await row(name, async () => {
    for (let run = 0; run < runs; run += 1) figures.push(await bounded(name, measure()));
    for (const [at, label] of rows.entries())
      console.log(`| ${name}: ${label} | ${range(figures.map((figure) => figure[at] ?? Number.NaN))} |`);
  });
}

const scaled = (count: number): number => Math.max(1_000, Math.round(count * scale));

async function measureConsoleVerbs(): Promise<void> {
  const searchedCount = scaled(Number(values.messages));
  const bodyBytes = Number(values.bytes);
  await measureOurs({ name: 'n search', rows: searchRows }, `search of ${whole(searchedCount)} messages of ${whole(bodyBytes)} B`, () =>
    measureSearches(searchedCount, bodyBytes),
  );
  const pagedCount = scaled(1_000_000);
  await measureOurs(browsePages, `page of 50 of ${whole(pagedCount)} messages of 1 KB, µs`, () => measurePages(pagedCount));
  const replayedCount = scaled(100_000);
  await measureOurs(replays, `replay of ${whole(replayedCount)} dead letters of 1 KB`, () => measureReplays(replayedCount));
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
  await measureConsoleVerbs();
}
if (values.console || values.only === '') await row('console', measureConsoles);
process.exit(hasFailed ? 1 : 0);
