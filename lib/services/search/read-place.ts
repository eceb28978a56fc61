import type { BulkPage, Connector } from '../../connectors/connector';
import { ServiceError, toServiceError } from '../errors';
import { searchLimits } from './search-limits';
import type { SearchCursor, SearchPlace } from './search-news';
import { type SearchedMessage, toSearched } from './searched-message';

/** `totalCount` may be seconds old where only statistics tell it. */
export type PlacePage = { readonly messages: readonly SearchedMessage[]; readonly totalCount: number; readonly after: string | null };
type Reading = { readonly connector: Connector; readonly place: SearchPlace; readonly cursor: SearchCursor };

/**
 * The messages of a queue from the cursor on, page by page: in bulk where the broker has it; by position where looking
 * changes nothing; elsewhere the messages are taken and given back in their order, as many as may be held at once.
 */
export async function* readPlace(reading: Reading): AsyncGenerator<PlacePage> {
  const { connector, place } = reading;
  if (connector.capabilities.has('bulk-read')) yield* inBulk(reading);
  else if ((await connector.browseIntrusiveness(place)).level === 'none') yield* byPosition(reading);
  else yield* byTaking(reading);
}

/**
 * The next page is under way while this one is looked at. It ends at the count that the queue had at first: what is
 * published while the search runs comes behind, and must not make the search endless.
 */
async function* inBulk({ connector, place, cursor }: Reading): AsyncGenerator<PlacePage> {
  const read = (after: string | null): Promise<BulkPage> => {
    const page = connector.readBulk(place, { after, limit: searchLimits.bulkCountMax });
    page.catch(() => {}); // awaited below, unless the search ends before
    return page;
  };
  let next: Promise<BulkPage> | null = read(cursor.after);
  let { lookedAtCount } = cursor;
  let frozenCount: number | null = lookedAtCount === 0 ? null : place.totalCount;
  while (next) {
    const page: BulkPage | null = await next.catch((error: unknown) => orderedOtherwise(error, lookedAtCount));
    if (page === null) {
      yield* byPosition({ connector, place, cursor: { ...cursor, lookedAtCount } });
      return;
    }
    const { messages, totalCount, nextAfter }: BulkPage = page;
    frozenCount ??= totalCount;
    lookedAtCount += messages.length;
    next = nextAfter === null || lookedAtCount >= frozenCount ? null : read(nextAfter);
    yield { messages, totalCount: frozenCount, after: messages.at(-1)?.id ?? cursor.after };
  }
}

/** A queue with priorities has no order of ids to go on in: it is read by position, like those of brokers without bulk. */
function orderedOtherwise(error: unknown, lookedAtCount: number): null {
  if (lookedAtCount > 0 && toServiceError(error)?.code === 'invalid-input') return null;
  throw error;
}

async function* byPosition({ connector, place, cursor }: Reading): AsyncGenerator<PlacePage> {
  let from: number | null = cursor.lookedAtCount;
  while (from !== null) {
    const { browseCountMax: limit, browseBodyBytesMax: bodyLimitBytes } = searchLimits;
    const page = await connector.browse(place, { from, limit, order: 'oldest', bodyLimitBytes });
    yield { messages: page.messages.map(toSearched), totalCount: page.totalCount, after: null };
    from = page.next;
  }
}

async function* byTaking({ connector, place, cursor }: Reading): AsyncGenerator<PlacePage> {
  const taken = await connector.take(place, { kind: 'first', count: searchLimits.heldCountMax });
  let takenCount = 0;
  try {
    for await (const page of taken) {
      const skippedCount = Math.max(0, cursor.lookedAtCount - takenCount); // looked at before the search was stopped
      takenCount += page.length;
      const messages = page.slice(skippedCount).map(({ message }) => toSearched(message));
      yield { messages, totalCount: place.totalCount, after: null };
    }
  } finally {
    await taken.close();
  }
  if (takenCount >= searchLimits.heldCountMax) throw tooDeep(place);
}

const tooDeep = ({ name }: SearchPlace): ServiceError =>
  new ServiceError(
    'too-large',
    `Only the first ${searchLimits.heldCountMax.toLocaleString('en')} messages of ${name} were looked at: this broker shows messages only to those who take them, and no more are held at once.`,
  );
