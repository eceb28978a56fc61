import type { Connector } from '../../connectors/connector';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { OperationRecord } from '../../db/operation-repository';
import { headerOf, replayIdHeader } from '../../model/deaths';
import type { ReplayTrace } from '../../model/message';
import { operationLimits } from './operation-limits';
import { replayIdOf } from './replay-origin';

/** Messages that fail again and again wait here, out of the way of those that a replay can mend. */
const quarantineQueue = 'warren.quarantine';

/**
 * Puts messages that came back for the k-th time aside, whole and with their history, and says what became of each. A move
 * that was made before a crash is found again by its trace. Needs `atomic-move` and `replay-trace`.
 */
export async function quarantine(
  connector: Connector,
  record: OperationRecord,
  entries: readonly LedgerRecord[],
): Promise<readonly LedgerChange[]> {
  if (entries.length === 0) return [];
  const { virtualHost } = record.request;
  const entryOf = new Map(entries.map((entry) => [replayIdOf(record.id, entry.position), entry]));
  const traces = (await connector.traceReplays([...entryOf.keys()])).filter(
    (trace) => trace.virtualHost === virtualHost && isWaiting(trace),
  );
  const changes: LedgerChange[] = [];
  const take = (replayId: string): void => {
    const entry = entryOf.get(replayId);
    if (!entry || !entryOf.delete(replayId)) return;
    const detail = `It came back for the ${ordinal(entry.cameBackCount)} time and waits in ${quarantineQueue}.`;
    changes.push({ position: entry.position, state: 'quarantined', detail });
  };
  for (const { replayId } of traces.filter(({ queue }) => queue === quarantineQueue)) take(replayId);
  const elsewhere = traces.filter(({ replayId, queue }) => queue !== quarantineQueue && entryOf.has(replayId));
  for (const [queue, replayIds] of byQueue(elsewhere)) {
    for (const replayId of await moveAside(connector, { virtualHost, name: queue }, replayIds)) take(replayId);
  }
  return changes;
}

const isWaiting = ({ state }: ReplayTrace): boolean => state === 'enqueued' || state === 'requeued';

function byQueue(traces: readonly ReplayTrace[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { queue, replayId } of traces) groups.set(queue, (groups.get(queue) ?? new Set()).add(replayId));
  return groups;
}

/** What came back lies near the tail, so the newest are looked at first. @returns the replay ids that were moved */
async function moveAside(
  connector: Connector,
  queue: { readonly virtualHost: string; readonly name: string },
  replayIds: ReadonlySet<string>,
): Promise<string[]> {
  const idOf = new Map<string, string>();
  let from: number | null = 0;
  for (let page = 0; from !== null && page < operationLimits.quarantinePagesMax && idOf.size < replayIds.size; page += 1) {
    const { messages, next } = await connector.browse(queue, {
      from,
      limit: operationLimits.freezePageSize,
      order: 'newest',
      bodyLimitBytes: 0,
    });
    for (const { id, state, properties } of messages) {
      const replayId = headerOf(properties.headers, replayIdHeader);
      if (id !== null && state === 'ready' && replayId?.type === 'string' && replayIds.has(replayId.value)) idOf.set(replayId.value, id);
    }
    from = next;
  }
  if (idOf.size === 0) return [];
  const { virtualHost } = queue;
  await connector.declareQueue({
    virtualHost,
    name: quarantineQueue,
    type: 'classic',
    isDurable: true,
    isAutoDelete: false,
    arguments: {},
  });
  const items = [...idOf.values()].map((id) => ({
    id,
    exchange: '',
    routingKey: quarantineQueue,
    setHeaders: [],
    replacement: null,
  }));
  // Nothing of the history is taken off; an expiration would end the wait, and CC would send copies on.
  const outcomes = await connector.moveMessages(queue, {
    items,
    setHeaders: [],
    removeHeaders: ['CC', 'BCC'],
    dropProperties: ['expiration'],
  });
  return [...idOf.keys()].filter((_, index) => outcomes[index]?.outcome === 'moved');
}

const ordinal = (count: number): string => {
  const isTeen = count % 100 >= 11 && count % 100 <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
};
