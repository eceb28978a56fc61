import { formatBytes, formatCounted } from './quantity';
import { type QueueHealth, queueHealth } from './queue-health';
import type { Node, Overview, Queue } from './resources';

export type QueueFinding = { readonly queue: Queue; readonly health: QueueHealth };
export type BrokerHealth = {
  /** The page's first words: what matters now. */
  readonly sentence: string;
  readonly level: QueueHealth['level'];
  /** Queues that want somebody's attention, worst first. */
  readonly findings: readonly QueueFinding[];
  readonly alarms: readonly string[];
};

const levels = { danger: 0, warning: 1, note: 2, good: 3 } as const;

/** All that is wrong with a broker at one moment, and in a sentence. */
export function brokerHealth(overview: Overview, queues: readonly Queue[], isDeadLetterTarget: (queue: Queue) => boolean): BrokerHealth {
  const findings = queues
    .map((queue) => ({ queue, health: queueHealth(queue, isDeadLetterTarget(queue)) }))
    .filter(({ health }) => health.level === 'danger' || health.level === 'warning')
    .sort(
      (a, b) =>
        levels[a.health.level] - levels[b.health.level] ||
        (b.queue.totalCount ?? 0) - (a.queue.totalCount ?? 0) ||
        a.queue.name.localeCompare(b.queue.name),
    );
  const alarms = overview.nodes.flatMap(alarmsOf);
  const level = alarms.length > 0 ? 'danger' : (findings[0]?.health.level ?? 'good');
  return { findings, alarms, level, sentence: sentenceOf(overview, findings, alarms) };
}

function alarmsOf(node: Node): string[] {
  return [
    ...(node.isRunning ? [] : [`Node ${node.name} is not running.`]),
    ...(node.hasMemoryAlarm
      ? [
          `${node.name} is short of memory (${formatBytes(node.memoryUsedBytes)} of ${formatBytes(node.memoryLimitBytes)}): publishers are blocked.`,
        ]
      : []),
    ...(node.hasDiskAlarm
      ? [
          `${node.name} is short of disk (${formatBytes(node.diskFreeBytes)} free, ${formatBytes(node.diskLimitBytes)} needed): publishers are blocked.`,
        ]
      : []),
  ];
}

function sentenceOf(overview: Overview, findings: readonly QueueFinding[], alarms: readonly string[]): string {
  const count = (condition: QueueHealth['condition']) => findings.filter(({ health }) => health.condition === condition).length;
  const parts = [
    ...alarms.slice(0, 1),
    phrase(count('down'), 'is down', 'are down'),
    phrase(count('stuck'), 'is stuck', 'are stuck'),
    phrase(count('unconsumed'), 'has messages and no consumer', 'have messages and no consumer'),
    phrase(count('growing'), 'is growing', 'are growing'),
    phrase(count('redelivering'), 'mostly repeats deliveries', 'mostly repeat deliveries'),
  ].filter((part) => part !== '');
  if (parts.length > 0) return parts.join(' ');
  if (overview.queueCount === 0) return 'No queues yet.';
  if (overview.totalCount === 0) return 'Nothing is waiting. All is well.';
  return `All is well: ${formatCounted(overview.readyCount, 'message')} waiting, ${formatCounted(overview.unacknowledgedCount, 'message')} in work.`;
}

const phrase = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${formatCounted(count, 'queue')} ${count === 1 ? one : many}.`;
