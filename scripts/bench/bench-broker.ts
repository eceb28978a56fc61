import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedBroker } from '../../e2e/support/broker';
import { startRabbitmq } from '../../e2e/support/rabbitmq';

/** A fresh broker for measurements that look at its process or kill it. */
export type BenchBroker = {
  readonly host: string;
  readonly port: number;
  residentBytes(): number;
  /** What its data directory takes on disk. */
  diskBytes(): number;
  kill9(): Promise<void>;
  /** Starts it again on what it left; whoever connects has to try until it listens. */
  startAgain(): void;
  stop(): Promise<void>;
};
export type BrokerName = 'warren' | 'rabbitmq';

/** `environment` is for Warren's. */
export async function startBenchBroker(name: BrokerName, environment: Readonly<Record<string, string>> = {}): Promise<BenchBroker> {
  if (name === 'rabbitmq') {
    const server = await startRabbitmq();
    return {
      ...addressOf(server.amqpUrl),
      residentBytes: () => residentBytesOfGroup(server.pid),
      diskBytes: () => diskBytesOf(server.directory),
      kill9: () => server.kill9(),
      startAgain: () => server.startAgain(),
      stop: () => server.stop(),
    };
  }
  const broker = await startEmbeddedBroker({ program: 'bundle', environment });
  let starting: Promise<unknown> = Promise.resolve();
  return {
    ...addressOf(broker.amqpUrl),
    residentBytes: () => residentBytesOfGroup(broker.pid),
    diskBytes: () => diskBytesOf(broker.dataDirectory),
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

const DISK_BLOCK_BYTES = 512; // the unit of st_blocks, whatever the file system's is

function diskBytesOf(path: string): number {
  try {
    const status = statSync(path);
    const own = status.blocks * DISK_BLOCK_BYTES;
    return status.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + diskBytesOf(join(path, name)), own) : own;
  } catch {
    return 0; // it was deleted between the listing and the reading
  }
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
