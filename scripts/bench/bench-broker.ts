import { readdirSync, readFileSync } from 'node:fs';
import { startEmbeddedBroker } from '../../e2e/support/broker';
import { startRabbitmq } from '../../e2e/support/rabbitmq';

/** A fresh broker for measurements that look at its process or kill it. */
export type BenchBroker = {
  readonly host: string;
  readonly port: number;
  residentBytes(): number;
  kill9(): Promise<void>;
  /** Starts it again on what it left; whoever connects has to try until it listens. */
  startAgain(): void;
  stop(): Promise<void>;
};
export type BrokerName = 'warren' | 'rabbitmq';

export async function startBenchBroker(name: BrokerName): Promise<BenchBroker> {
  if (name === 'rabbitmq') {
    const server = await startRabbitmq();
    return {
      ...addressOf(server.amqpUrl),
      residentBytes: () => residentBytesOfGroup(server.pid),
      kill9: () => server.kill9(),
      startAgain: () => server.startAgain(),
      stop: () => server.stop(),
    };
  }
  const broker = await startEmbeddedBroker({ program: 'bundle' });
  let starting: Promise<unknown> = Promise.resolve();
  return {
    ...addressOf(broker.amqpUrl),
    residentBytes: () => residentBytesOfGroup(broker.pid),
    kill9: () => broker.kill9(),
    startAgain: () => {
      starting = broker.restart().catch((error: unknown) => console.error(error));
    },
    stop: async () => {
      await starting;
      await broker.stop();
    },
  };
}

function addressOf(amqpUrl: string): { host: string; port: number } {
  const { hostname, port } = new URL(amqpUrl);
  return { host: hostname, port: Number(port) };
}

/** Of the largest process of the group: RabbitMQ's start script and port helpers are in it beside beam.smp. */
function residentBytesOfGroup(group: number): number {
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => residentBytesInGroup(pid, group));
  return Math.max(0, ...sizes);
}

function residentBytesInGroup(pid: string, group: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(processGroup) !== group) return 0;
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes ?? 0) * 1_024;
  } catch {
    return 0; // it ended between the listing and the reading
  }
}
