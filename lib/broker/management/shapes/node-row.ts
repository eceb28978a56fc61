import { exchangeTypes } from '../../exchange/exchange-types';
import type { Statistics } from '../../stats/statistics';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import { churnRates } from './overview';

/** The one node. Figures of Erlang's machine (processes, Mnesia, reductions) have no meaning here and are left out. */
export function nodeRow(broker: ManagedBroker, statistics: Statistics): JsonObject {
  const { node } = statistics;
  const { alarms } = broker;
  return {
    name: broker.nodeName,
    type: 'disc',
    running: true,
    being_drained: false,
    os_pid: String(process.pid),
    uptime: Math.max(0, Date.now() - broker.startedAtMs),
    partitions: [],
    processors: node.processorCount,
    mem_used: node.memoryBytes,
    mem_limit: alarms.memoryLimitBytes,
    mem_alarm: alarms.hasMemoryAlarm,
    mem_calculation_strategy: 'rss',
    disk_free: node.diskFreeBytes ?? undefined,
    disk_free_limit: alarms.diskFreeLimitBytes,
    disk_free_alarm: alarms.hasDiskAlarm,
    fd_used: node.fileDescriptorCount ?? undefined,
    fd_total: node.fileDescriptorLimit ?? undefined,
    sockets_used: broker.connections.size,
    sockets_total: node.fileDescriptorLimit ?? undefined,
    proc_used: broker.connections.size,
    proc_total: node.fileDescriptorLimit ?? undefined,
    rates_mode: 'basic',
    db_dir: broker.dataDirectory,
    config_files: [],
    log_files: [],
    enabled_plugins: ['rabbitmq_management'],
    applications: [],
    exchange_types: exchangeTypes.map((type) => ({ ...type, enabled: true })),
    auth_mechanisms: ['PLAIN', 'AMQPLAIN'].map((name) => ({ name, description: `SASL ${name}`, enabled: true })),
    contexts: [],
    cluster_links: [],
    ...churnRates(broker, statistics),
  };
}
