import type { Connector, QueueAddress } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import type { Selection } from '../../model/operations';
import { ServiceError } from '../errors';
import { compileFilter } from '../search/compile-filter';
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
  const isWanted = matcherOf(selection);
  let remaining = selection.kind === 'ids' ? selection.ids.length : operationLimits.planMessagesMax;
  let from: number | null = 0;
  while (from !== null && remaining > 0) {
    const page = await connector.browse(queue, { from, limit: operationLimits.freezePageSize, order: 'oldest', bodyLimitBytes });
    const wanted = page.messages.filter((message) => message.state === 'ready' && isWanted(message));
    remaining -= wanted.length;
    if (remaining < 0) throw tooMany();
    yield wanted;
    from = page.next;
  }
}

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
