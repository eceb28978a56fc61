import type { Connector, QueueAddress } from '../../connectors/connector';
import { ServiceError, toServiceError } from '../errors';
import { compileSearch } from './compile-search';
import { readPlace } from './read-place';
import { searchLimits } from './search-limits';
import type { PlaceMatch, SearchCursor, SearchNews, SearchOrder, SearchPlace } from './search-news';
import { type SearchedMessage, toBrowsed } from './searched-message';

type Tell = (news: SearchNews) => void;

/** One run of a search, from its cursor to the end; tells instead of returning, and throws nothing that is expected. */
export async function runSearch(connector: Connector, order: SearchOrder, tell: Tell, signal: AbortSignal): Promise<void> {
  try {
    await connector.probe();
    const places = order.places ?? (await findPlaces(connector, order.request.queues));
    if (!order.places) tell({ type: 'opened', places });
    await lookThrough(connector, { ...order, places }, tell, signal);
    if (!signal.aborted) tell({ type: 'completed' });
  } catch (error) {
    const known = toServiceError(error);
    if (!known) throw error;
    tell({ type: 'failed', sentence: known.message });
  }
}

/** The queues named, or all; with how many messages lie in each now. */
async function findPlaces(connector: Connector, named: readonly QueueAddress[]): Promise<readonly SearchPlace[]> {
  const { queues } = await connector.readSnapshot({ withTopology: false });
  const known = new Map(
    queues.map(({ virtualHost, name, readyCount, unacknowledgedCount }) => [
      JSON.stringify([virtualHost, name]),
      { virtualHost, name, totalCount: (readyCount ?? 0) + (unacknowledgedCount ?? 0) },
    ]),
  );
  if (named.length === 0) return [...known.values()];
  return named.map(({ virtualHost, name }) => {
    const place = known.get(JSON.stringify([virtualHost, name]));
    if (!place) throw new ServiceError('not-found', `There is no queue ${name} in the virtual host ${virtualHost}.`);
    return place;
  });
}

async function lookThrough(
  connector: Connector,
  order: SearchOrder & { readonly places: readonly SearchPlace[] },
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const look = new Look(order, tell);
  for (const [placeIndex, place] of order.places.entries()) {
    if (placeIndex < order.cursor.placeIndex) continue;
    const cursor = placeIndex === order.cursor.placeIndex ? order.cursor : { placeIndex, after: null, lookedAtCount: 0 };
    await lookAtPlace({ connector, place, cursor, look, tell, signal });
    if (signal.aborted) return;
    tell({ type: 'place-done', placeIndex });
  }
}

async function lookAtPlace(work: {
  readonly connector: Connector;
  readonly place: SearchPlace;
  readonly cursor: SearchCursor;
  readonly look: Look;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { connector, place, cursor, look, tell, signal } = work;
  let { lookedAtCount } = cursor;
  try {
    for await (const { messages, totalCount, after } of readPlace({ connector, place, cursor })) {
      if (signal.aborted) return;
      const found = look.at(place, messages);
      lookedAtCount += messages.length;
      const reached = { placeIndex: cursor.placeIndex, after, lookedAtCount };
      tell({ type: 'progress', cursor: reached, totalCount: Math.max(totalCount, lookedAtCount), ...found });
    }
  } catch (error) {
    if (toServiceError(error)?.code !== 'not-found') throw error; // deleted meanwhile: nothing of it is left to look at
  }
}

/** Looks at pages, keeps what matches while there is room, and says that it is alive. */
class Look {
  readonly #isMatch: (message: SearchedMessage) => boolean;
  readonly #tell: Tell;
  #roomCount: number;
  #roomBytes: number;
  #misfits = { count: 0, reason: '' };

  constructor(order: SearchOrder, tell: Tell) {
    this.#isMatch = compileSearch(order.request, (reason) => {
      this.#misfits = { count: this.#misfits.count + 1, reason: this.#misfits.count === 0 ? reason : this.#misfits.reason };
    });
    this.#tell = tell;
    this.#roomCount = order.room.count;
    this.#roomBytes = order.room.bytes;
  }

  at(place: SearchPlace, messages: readonly SearchedMessage[]) {
    const matches: PlaceMatch[] = [];
    const roomBytesBefore = this.#roomBytes;
    let matchCount = 0;
    this.#misfits = { count: 0, reason: '' };
    let aliveAtMs = Number.NEGATIVE_INFINITY;
    for (const message of messages) {
      const nowMs = performance.now();
      if (nowMs - aliveAtMs >= searchLimits.aliveIntervalMs) {
        this.#tell({ type: 'evaluating' });
        aliveAtMs = nowMs;
      }
      if (!this.#isMatch(message)) continue;
      matchCount += 1;
      const match = this.keep(place, message);
      if (match) matches.push(match);
    }
    return { matchCount, matches, matchesBytes: roomBytesBefore - this.#roomBytes, misfits: this.#misfits };
  }

  private keep(place: SearchPlace, message: SearchedMessage): PlaceMatch | null {
    if (this.#roomCount === 0) return null;
    const { virtualHost, name: queue } = place;
    const match = { virtualHost, queue, message: toBrowsed(message, searchLimits.matchBodyBytesMax) };
    const bytes = JSON.stringify(match).length;
    this.#roomCount = bytes > this.#roomBytes ? 0 : this.#roomCount - 1; // the first that are found, without gaps
    if (bytes > this.#roomBytes) return null;
    this.#roomBytes -= bytes;
    return match;
  }
}
