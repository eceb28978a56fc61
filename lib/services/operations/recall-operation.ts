import type { Connector, MoveItem, QueueAddress } from '../../connectors/connector';
import type { LedgerRecord } from '../../db/ledger-repository';
import type { OperationRecord } from '../../db/operation-repository';
import { headerOf, replayIdHeader } from '../../model/deaths';
import type { BrowsedMessage } from '../../model/message';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { operationLimits } from './operation-limits';
import { headersTakenOff, originOfEntry } from './replay-origin';

type Waiting = { readonly id: string; readonly position: number };
type World = { readonly context: ServiceContext; readonly connector: Connector; readonly record: OperationRecord };

/**
 * Brings back what an operation sent and nobody has consumed yet: each message still waiting in a target goes to the end of
 * the queue it came from, in the old order, with the content, headers and expiration it had. What was consumed meanwhile
 * stays counted as published or consumed.
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
  for (const queue of targetQueues(record)) await recallFrom({ context, connector, record }, queue);
}

const targetQueues = (record: OperationRecord): readonly string[] =>
  record.plan.targets.map(({ queue }) => queue).filter((queue) => queue !== record.request.queue);

async function recallFrom(world: World, queue: string): Promise<void> {
  const { connector, record } = world;
  const address = { virtualHost: record.request.virtualHost, name: queue };
  let from: number | null = 0;
  while (from !== null) {
    const page = await connector.browse(address, { from, limit: operationLimits.freezePageSize, order: 'oldest', bodyLimitBytes: 0 });
    const ours = page.messages.flatMap((message) => {
      const position = message.state === 'ready' ? positionOf(message, record.id) : null;
      return position === null || message.id === null ? [] : [{ id: message.id, position }];
    });
    const removedCount = ours.length === 0 ? 0 : await takeBack(world, address, ours);
    // What left this page makes the following messages move up.
    from = page.next === null ? null : page.next - removedCount;
  }
}

function positionOf(message: BrowsedMessage, operationId: string): number | null {
  const id = headerOf(message.properties.headers, replayIdHeader);
  const [operation, position] = id?.type === 'string' ? id.value.split(/\.(?=\d+$)/) : [];
  return operation === operationId && position !== undefined ? Number(position) : null;
}

/** @returns how many left the queue */
async function takeBack(world: World, address: QueueAddress, ours: readonly Waiting[]): Promise<number> {
  const { ledger } = world.context.database;
  const first: { waiting: Waiting; entry: LedgerRecord }[] = [];
  const furtherCopies: string[] = [];
  const seen = new Set<number>();
  for (const waiting of ours) {
    const entry = await ledger.find(world.record.id, waiting.position);
    if (!entry) continue;
    // It reached several queues, but the source held it once.
    if (entry.state === 'recalled' || seen.has(waiting.position)) furtherCopies.push(waiting.id);
    else first.push({ waiting, entry });
    seen.add(waiting.position);
  }
  const removed = furtherCopies.length === 0 ? [] : await world.connector.removeMessages(address, furtherCopies);
  return removed.filter((outcome) => outcome === 'removed').length + (await moveBack(world, address, first));
}

async function moveBack(
  { context, connector, record }: World,
  address: QueueAddress,
  ours: readonly { readonly waiting: Waiting; readonly entry: LedgerRecord }[],
): Promise<number> {
  const { ledger, bin } = context.database;
  const items: MoveItem[] = [];
  for (const { waiting, entry } of ours) items.push(await itemBack({ context, connector, record }, address, waiting.id, entry));
  if (items.length === 0) return 0;
  // CC and BCC would send copies on to other queues (RabbitMQ's sender-selected distribution).
  const outcomes = await connector.moveMessages(address, {
    items,
    setHeaders: [],
    removeHeaders: [...headersTakenOff, 'CC', 'BCC'],
    dropProperties: [],
  });
  const recalled = ours.filter((_, index) => outcomes[index]?.outcome === 'moved').map(({ entry }) => entry);
  const detail = `Recalled from ${address.name}.`;
  await ledger.change(
    record.id,
    recalled.map(({ position }) => ({ position, state: 'recalled' as const, detail })),
    context.clock.nowMs(),
  );
  const counts = await context.operations.countsOf(record.id);
  for (const entry of recalled) counts.change(entry.state, 'recalled');
  if (record.request.edit !== null) await bin.remove(recalled.map(({ position }) => ({ operationId: record.id, position })));
  return recalled.length;
}

/** The move that undoes the replay of one message. A user-id stays off: brokers refuse it from anyone but its owner. */
async function itemBack({ context, connector, record }: World, address: QueueAddress, id: string, entry: LedgerRecord): Promise<MoveItem> {
  const origin = originOfEntry(entry);
  const item = { id, exchange: '', routingKey: record.request.queue, setHeaders: origin.takenOff ?? [], replacement: null };
  if (record.request.edit !== null) {
    const original = await context.database.bin.find({ operationId: record.id, position: entry.position });
    if (original === null) return item; // no longer in the bin: it goes back as edited
    const { userId: _userId, ...properties } = original.properties;
    return { ...item, replacement: { properties, bodyBase64: Buffer.from(original.body).toString('base64') } };
  }
  if (origin.expiration === null || origin.expiration === undefined) return item;
  const message = await connector.readMessage(address, id);
  if (message === null) return item; // taken in between: the move says so
  return { ...item, replacement: { properties: { ...message.properties, expiration: origin.expiration }, bodyBase64: message.bodyBase64 } };
}
