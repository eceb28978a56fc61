import type { Connector, QueueAddress } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import type { Selection } from '../../model/operations';
import { ServiceError } from '../errors';
import { compileFilter, compileSearchFilter } from '../search/compile-filter';
import { readPlace } from '../search/read-place';
import { type SearchedMessage, toBrowsed } from '../search/searched-message';
import { operationLimits } from './operation-limits';

/**
 * The messages that a selection means now, in the order of the queue, page by page: memory stays flat however long the
 * queue is. Only ready ones: an unacknowledged message is in a consumer's hands.
 */
export async function* freezeSelection(
  connector: Connector,
  queue: QueueAddress,
  selection: Selection,
  bodyLimitBytes: number,
): AsyncGenerator<readonly BrowsedMessage[]> {
  if (selection.kind !== 'ids' && connector.capabilities.has('bulk-read')) {
    const isWanted = selection.kind === 'all' ? () => true : compileSearchFilter(selection.filter);
    yield* freezeInBulk(connector, queue, isWanted, bodyLimitBytes);
    return;
  }
  const isWanted = matcherOf(selection);
  let remaining = selection.kind === 'ids' ? selection.ids.length : operationLimits.planMessagesMax;
  for await (const page of pagesOf(connector, queue, bodyLimitBytes)) {
    const wanted = page.filter((message) => message.state === 'ready' && isWanted(message));
    remaining -= wanted.length;
    if (remaining < 0) throw tooMany();
    yield wanted;
    if (remaining === 0 && selection.kind === 'ids') return;
  }
}

/**
 * A whole queue, or what a filter finds in it, as fast as a search. It goes on behind the last message seen, so that consumers that take
 * messages meanwhile make it miss none; it ends at the message that was the newest when it began, or at the count of then.
 */
async function* freezeInBulk(
  connector: Connector,
  queue: QueueAddress,
  isWanted: (message: SearchedMessage) => boolean,
  bodyLimitBytes: number,
): AsyncGenerator<readonly BrowsedMessage[]> {
  const { messages, totalCount } = await connector.browse(queue, { from: 0, limit: 1, order: 'newest', bodyLimitBytes: 0 });
  const newestId = messages[0]?.id ?? null;
  const place = { ...queue, totalCount };
  let remaining = operationLimits.planMessagesMax;
  let leftCount = totalCount;
  for await (const page of readPlace({ connector, place, cursor: { placeIndex: 0, after: null, lookedAtCount: 0 } })) {
    const newestAt = newestId === null ? -1 : page.messages.findIndex(({ id }) => id === newestId);
    const ofThen = page.messages.slice(0, newestAt < 0 ? leftCount : newestAt + 1);
    const wanted = ofThen.filter((message) => message.state === 'ready' && isWanted(message));
    remaining -= wanted.length;
    if (remaining < 0) throw tooMany();
    yield wanted.map((message) => toBrowsed(message, bodyLimitBytes));
    leftCount -= page.messages.length;
    if (newestAt >= 0 || leftCount <= 0) return;
  }
}

/** Where looking changes nothing a queue is read page by page; elsewhere only walking through it shows more than its head. */
async function* pagesOf(connector: Connector, queue: QueueAddress, bodyLimitBytes: number): AsyncGenerator<readonly BrowsedMessage[]> {
  const { level } = await connector.browseIntrusiveness(queue);
  if (level !== 'none') {
    yield* walkThrough(connector, queue, bodyLimitBytes);
    return;
  }
  let from: number | null = 0;
  while (from !== null) {
    const page = await connector.browse(queue, { from, limit: operationLimits.freezePageSize, order: 'oldest', bodyLimitBytes });
    yield page.messages;
    from = page.next;
  }
}

/** Takes every message and gives all back in their order at the end. */
async function* walkThrough(connector: Connector, queue: QueueAddress, bodyLimitBytes: number): AsyncGenerator<readonly BrowsedMessage[]> {
  const taken = await connector.take(queue, { kind: 'first', count: operationLimits.planMessagesMax });
  try {
    for await (const page of taken) yield page.map(({ message }) => ({ ...message, bodyBase64: cut(message, bodyLimitBytes) }));
  } finally {
    await taken.close();
  }
}

const cut = ({ bodyBase64, bodySizeBytes }: BrowsedMessage, bodyLimitBytes: number): string =>
  bodySizeBytes <= bodyLimitBytes ? bodyBase64 : Buffer.from(bodyBase64, 'base64').subarray(0, bodyLimitBytes).toString('base64');

function matcherOf(selection: Selection): (message: BrowsedMessage) => boolean {
  if (selection.kind === 'all') return () => true;
  if (selection.kind === 'filter') return compileFilter(selection.filter);
  const ids = new Set(selection.ids);
  return (message) => message.id !== null && ids.has(message.id);
}

const tooMany = () =>
  new ServiceError(
    'too-large',
    `One operation takes at most ${operationLimits.planMessagesMax.toLocaleString('en')} messages. Narrow the selection.`,
  );
