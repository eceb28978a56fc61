import type { Connector, QueueAddress } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import type { Selection } from '../../model/operations';
import { ServiceError } from '../errors';
import type { OpenFilter, RunningFilter } from '../search/filter-threads';
import { readPlace } from '../search/read-place';
import { type SearchedMessage, toBrowsed, toSearched } from '../search/searched-message';
import { operationLimits } from './operation-limits';

/** Where a selection is made. */
export type SelectionSource = { readonly connector: Connector; readonly queue: QueueAddress; readonly openFilter: OpenFilter };

/** Which messages of a page are meant. */
type Choose = (messages: readonly SearchedMessage[]) => Promise<readonly boolean[]>;

/**
 * The messages that a selection means now, in the order of the queue, page by page: memory stays flat however long the
 * queue is. Only ready ones: an unacknowledged message is in a consumer's hands.
 */
export async function* freezeSelection(
  source: SelectionSource,
  selection: Selection,
  bodyLimitBytes: number,
): AsyncGenerator<readonly BrowsedMessage[]> {
  const chooser = chooserOf(selection, source.openFilter);
  const choose: Choose = (messages) => chooser.ask(messages);
  try {
    if (selection.kind !== 'ids' && source.connector.capabilities.has('bulk-read')) yield* freezeInBulk(source, choose, bodyLimitBytes);
    else yield* freezePages(source, selection, choose, bodyLimitBytes);
  } finally {
    chooser.close();
  }
}

async function* freezePages(
  { connector, queue }: SelectionSource,
  selection: Selection,
  choose: Choose,
  bodyLimitBytes: number,
): AsyncGenerator<readonly BrowsedMessage[]> {
  let remaining = selection.kind === 'ids' ? selection.ids.length : operationLimits.planMessagesMax;
  for await (const page of pagesOf(connector, queue, bodyLimitBytes)) {
    const ready = page.filter((message) => message.state === 'ready');
    const isWanted = await choose(ready.map(toSearched));
    const wanted = ready.filter((_, index) => isWanted[index]);
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
  { connector, queue }: SelectionSource,
  choose: Choose,
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
    const ready = ofThen.filter((message) => message.state === 'ready');
    const isWanted = await choose(ready);
    const wanted = ready.filter((_, index) => isWanted[index]);
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

function chooserOf(selection: Selection, openFilter: OpenFilter): RunningFilter {
  if (selection.kind === 'filter') return openFilter(selection.filter);
  const ids = selection.kind === 'ids' ? new Set(selection.ids) : null;
  const isMeant = ({ id }: SearchedMessage): boolean => ids === null || (id !== null && ids.has(id));
  return { ask: async (messages) => messages.map(isMeant), close: () => undefined };
}

const tooMany = () =>
  new ServiceError(
    'too-large',
    `One operation takes at most ${operationLimits.planMessagesMax.toLocaleString('en')} messages. Narrow the selection.`,
  );
