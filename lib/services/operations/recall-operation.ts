import type { MoveItem } from '../../connectors/connector';
import type { LedgerRecord } from '../../db/ledger-repository';
import type { OperationRecord } from '../../db/operation-repository';
import { headerOf, replayIdHeader } from '../../model/deaths';
import type { BrowsedMessage } from '../../model/message';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { operationLimits } from './operation-limits';
import { headersTakenOff, type ReplayOrigin } from './replay-origin';

/**
 * Brings back what an operation sent and nobody has consumed yet: each copy still waiting in its target goes to the queue it
 * came from, with the headers and the expiration it had. What was consumed meanwhile stays counted as published or consumed.
 */
export async function recallOperation(context: ServiceContext, operationId: string): Promise<void> {
  const record = await context.database.operations.find(operationId);
  if (!record) throw new ServiceError('not-found', 'This operation is no longer there.');
  const connector = await context.brokers.get(record.brokerId).connect();
  if (!connector.capabilities.has('atomic-move')) {
    throw new ServiceError(
      'not-supported',
      "This broker can't take chosen messages out of a queue, so a replay on it can't be recalled. Move the messages back from the target queue instead.",
    );
  }
  for (const queue of targetQueues(record)) await recallFrom(context, record, queue);
}

const targetQueues = (record: OperationRecord): readonly string[] =>
  record.plan.targets.map(({ queue }) => queue).filter((queue) => queue !== record.request.queue);

async function recallFrom(context: ServiceContext, record: OperationRecord, queue: string): Promise<void> {
  const connector = await context.brokers.get(record.brokerId).connect();
  const address = { virtualHost: record.request.virtualHost, name: queue };
  let from: number | null = 0;
  while (from !== null) {
    const page = await connector.browse(address, { from, limit: operationLimits.freezePageSize, order: 'oldest', bodyLimitBytes: 0 });
    const ours = page.messages.flatMap((message) => {
      const position = message.state === 'ready' ? positionOf(message, record.id) : null;
      return position === null || message.id === null ? [] : [{ id: message.id, position }];
    });
    const recalledCount = ours.length === 0 ? 0 : await moveBack(context, record, queue, ours);
    // What left this page makes the following messages move up.
    from = page.next === null ? null : page.next - recalledCount;
  }
}

function positionOf(message: BrowsedMessage, operationId: string): number | null {
  const id = headerOf(message.properties.headers, replayIdHeader);
  const [operation, position] = id?.type === 'string' ? id.value.split(/\.(?=\d+$)/) : [];
  return operation === operationId && position !== undefined ? Number(position) : null;
}

async function moveBack(
  context: ServiceContext,
  record: OperationRecord,
  queue: string,
  ours: readonly { id: string; position: number }[],
): Promise<number> {
  const { ledger } = context.database;
  const entries: LedgerRecord[] = [];
  const items: MoveItem[] = [];
  for (const { id, position } of ours) {
    const entry = await ledger.find(record.id, position);
    if (!entry) continue;
    const origin = JSON.parse(entry.origin ?? '{}') as ReplayOrigin; // written by the plan
    entries.push(entry);
    items.push({ id, exchange: '', routingKey: record.request.queue, setHeaders: origin.takenOff ?? [], replacement: null });
  }
  const connector = await context.brokers.get(record.brokerId).connect();
  const address = { virtualHost: record.request.virtualHost, name: queue };
  const outcomes = await connector.moveMessages(address, { items, removeHeaders: [...headersTakenOff], dropProperties: [] });
  const recalled = entries.filter((_, index) => outcomes[index]?.outcome === 'moved');
  const detail = `Recalled from ${queue}.`;
  await ledger.change(
    record.id,
    recalled.map(({ position }) => ({ position, state: 'recalled' as const, detail })),
    context.clock.nowMs(),
  );
  const counts = await context.operations.countsOf(record.id);
  for (const entry of recalled) counts.change(entry.state, 'recalled');
  return recalled.length;
}
