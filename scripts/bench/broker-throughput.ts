import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureThroughput } from './throughput';
import { directScenarios, fanoutScenario, topicScenario } from './throughput-scenarios';

/** Measures the broker that listens at --port; only scenarios whose name begins with --only; with --pid also its processor time. */
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '5672' },
    only: { type: 'string', default: '' },
    pid: { type: 'string' },
  },
});

/** Linux counts processor time in ticks of 10 ms. */
const TICK_MICROSECONDS = 10_000;

/** User and system time of all threads of a process, from the 14th and 15th field of /proc/<pid>/stat. */
function processorMicroseconds(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const sizes = [16, 1_024, 16_384];
const scenarios = [
  ...sizes.flatMap(directScenarios),
  fanoutScenario(16),
  fanoutScenario(1_024),
  topicScenario(1_000),
  topicScenario(200_000),
];

for (const scenario of scenarios.filter(({ name }) => name.startsWith(values.only))) {
  const before = values.pid === undefined ? 0 : processorMicroseconds(values.pid);
  const { messages, perSecond, publishedPerSecond } = await measureThroughput(values.host, Number(values.port), scenario);
  const processor = values.pid === undefined ? '' : `   ${((processorMicroseconds(values.pid) - before) / messages).toFixed(2)} µs each`;
  console.log(`${scenario.name.padEnd(48)} ${whole(perSecond).padStart(12)}/s${processor}   (published ${whole(publishedPerSecond)}/s)`);
}
process.exit(0);
