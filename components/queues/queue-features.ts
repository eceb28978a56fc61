import type { Feature } from '@/components/ui/feature-chips';
import type { PlainValue } from '@/lib/model/field-table';
import { findQueueArgument, findQueueArgumentByPolicyKey, type QueueArgumentRow } from '@/lib/model/queue-arguments';
import { formatArgument } from '@/lib/model/queue-arguments/argument-text';
import type { Queue } from '@/lib/model/resources';

/** Rows keep their object while they don't change, and filters ask 10,000 of them again and again. */
const known = new WeakMap<Queue, readonly Feature[]>();

/** What is particular about a queue, in words: how it lives, its own arguments, and what policies add. */
export function queueFeatures(queue: Queue): readonly Feature[] {
  const found = known.get(queue) ?? featuresOf(queue);
  known.set(queue, found);
  return found;
}

function featuresOf(queue: Queue): readonly Feature[] {
  const life: Feature[] = [
    ...(queue.isDurable ? [] : [{ label: 'transient', explanation: 'Gone after a restart of the broker.' }]),
    ...(queue.isAutoDelete ? [{ label: 'auto-delete', explanation: 'Deleted by itself when its last consumer has gone.' }] : []),
    ...(queue.isExclusive ? [{ label: 'exclusive', explanation: 'Belongs to one connection and is deleted with it.' }] : []),
  ];
  const own = Object.entries(queue.arguments).flatMap(([name, value]) =>
    feature(name, findQueueArgument(name), value, 'Set when the queue was declared.'),
  );
  const named = new Set(Object.keys(queue.arguments));
  const fromPolicy = Object.entries(queue.effectivePolicy).flatMap(([key, value]) => {
    const row = findQueueArgumentByPolicyKey(key);
    return row && named.has(row.name) ? [] : feature(key, row, value, `Set by the policy ${queue.policy ?? queue.operatorPolicy ?? ''}.`);
  });
  return [...life, ...own, ...fromPolicy];
}

/** Rows of a table have no room for the long names of the form. */
const shortNames: Readonly<Record<string, string>> = {
  'x-message-ttl': 'TTL',
  'x-dead-letter-exchange': 'dead letters →',
  'x-max-length': 'max',
  'x-max-length-bytes': 'max',
  'x-single-active-consumer': 'single active consumer',
  'x-max-priority': 'priorities to',
  'x-delivery-limit': 'delivery limit',
  'x-expires': 'expires',
};

function feature(name: string, row: QueueArgumentRow | null, value: PlainValue, origin: string): Feature[] {
  // The type stands beside the name; the key alone says little (Settings and Routing have it).
  if (name === 'x-queue-type' || row?.name === 'x-dead-letter-routing-key') return [];
  const shown = row ? (shortNames[row.name] ?? row.label) : name;
  const text = formatArgument(row, value === '' && row?.name === 'x-dead-letter-exchange' ? '(default)' : value);
  const label = value === true ? shown : `${shown} ${text}`;
  return [{ label, explanation: `${row ? `${row.help} ` : ''}${origin}` }];
}
