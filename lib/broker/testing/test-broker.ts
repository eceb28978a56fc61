import { Broker } from '../broker';
import { type Log, silentLog } from '../log';
import type { BrokerOptions } from '../options';
import { MemoryDefinitionStore } from '../store/memory-definition-store';
import { MemoryMessageStore } from '../store/memory-message-store';

export const testOptions: BrokerOptions = {
  host: null,
  amqpPort: 0,
  amqpsPort: 0,
  managementPort: 0,
  dataDirectory: '.',
  logLevel: 'silent',
  memoryLimitBytes: 1_073_741_824,
  diskFreeBytesMin: 0,
  heartbeatSeconds: 0,
  handshakeTimeoutMs: 10_000,
  consumerTimeoutMs: 0,
  channelMax: 2_047,
  frameMaxBytes: 131_072,
  tls: null,
};

/** A whole broker in memory, without sockets and timers. */
export function createTestBroker(
  options: Partial<BrokerOptions> = {},
  log: Log = silentLog,
): Broker & { readonly store: MemoryMessageStore } {
  const messages = new MemoryMessageStore();
  const broker = new Broker({ ...testOptions, ...options }, { messages, definitions: new MemoryDefinitionStore(), spill: null }, log);
  broker.start();
  return Object.assign(broker, { store: messages });
}
