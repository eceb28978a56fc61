import type { MessagePort } from 'node:worker_threads';
import { bindAddresses } from './bind-addresses';
import { Broker } from './broker';
import { type BoundAddress, Listener, readTlsOptions } from './connection/listener';
import type { Log } from './log';
import { certificateEndsAtMs } from './management/certificate-end';
import { Management } from './management/management';
import type { BrokerOptions } from './options';
import { StartError } from './start-error';
import { type OpenStores, openStores } from './store/open-stores';
import { StoreError } from './store/store-error';

export type { Log } from './log';
export { type BrokerOptions, parseOptions } from './options';
export { StartError } from './start-error';

/** How long a stop waits for clients to take their goodbye. */
const GOODBYE_MS = 200;

export type RunningBroker = {
  readonly addresses: { readonly amqp: readonly BoundAddress[]; readonly management: readonly BoundAddress[] };
  /** Answers reads of a thread of this process in shared memory; model/memory-request.ts. */
  answerOver(port: MessagePort): void;
  /** Closes connections, writes what is to be written, frees the data directory. */
  stop(): Promise<void>;
};

/** Opens the data directory, recovers and listens. @throws StartError with a sentence that says what to do */
export async function startBroker(options: BrokerOptions, log: Log): Promise<RunningBroker> {
  const stores = open(options, log);
  const listeners: Listener[] = [];
  let management: Management | null = null;
  try {
    const broker = new Broker(options, stores, log);
    broker.start();
    const amqp = await listenAmqp(broker, options, listeners);
    management = new Management(broker, log);
    const addresses = { amqp, management: await listenManagement(broker, options, management) };
    const running = management;
    return {
      addresses,
      answerOver: (port) => running.answerOver(port),
      stop: async () => {
        for (const listener of listeners) listener.stop();
        await running.stop();
        broker.stop();
        await new Promise((resolve) => setTimeout(resolve, GOODBYE_MS));
        await stores.close();
      },
    };
  } catch (error) {
    for (const listener of listeners) listener.stop();
    await management?.stop();
    await stores.close();
    throw error;
  }
}

async function listenAmqp(broker: Broker, options: BrokerOptions, listeners: Listener[]): Promise<BoundAddress[]> {
  const tls = options.tls === null ? null : readTlsOptions(options.tls);
  const listen = async (host: string, port: number): Promise<BoundAddress> => {
    const listener = new Listener(broker, null);
    listeners.push(listener);
    const bound = await listener.listen(host, port);
    broker.listeners.push({ protocol: 'amqp', address: host, port: bound.port, certificateEndsAtMs: null });
    return bound;
  };
  const bound = await bindAddresses(options.host, options.amqpPort, { name: 'AMQP', variable: 'WARREN_AMQP_PORT' }, listen);
  if (tls === null) return bound;
  const listenSecurely = async (host: string, port: number): Promise<BoundAddress> => {
    const listener = new Listener(broker, tls);
    listeners.push(listener);
    const secured = await listener.listen(host, port);
    broker.listeners.push({ protocol: 'amqp/ssl', address: host, port: secured.port, certificateEndsAtMs: certificateEndsAtMs(tls) });
    return secured;
  };
  await bindAddresses(options.host, options.amqpsPort, { name: 'AMQP over TLS', variable: 'WARREN_AMQPS_PORT' }, listenSecurely);
  return bound;
}

function listenManagement(broker: Broker, options: BrokerOptions, management: Management): Promise<BoundAddress[]> {
  const purpose = { name: 'the management API', variable: 'WARREN_MANAGEMENT_PORT' };
  return bindAddresses(options.host, options.managementPort, purpose, async (host, port) => {
    const bound = await management.listen(host, port);
    broker.listeners.push({ protocol: 'http', address: host, port: bound.port, certificateEndsAtMs: null });
    return { host, port: bound.port };
  });
}

function open(options: BrokerOptions, log: Log): OpenStores {
  try {
    const stores = openStores(options.dataDirectory, { diskFreeBytesMin: options.diskFreeBytesMin }, (sentence) => log.warn(sentence));
    for (const report of stores.reports) log.warn(report);
    return stores;
  } catch (error) {
    if (error instanceof StoreError) throw new StartError('data-directory', error.message);
    throw error;
  }
}
