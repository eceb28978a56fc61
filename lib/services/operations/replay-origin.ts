import { brokerAddedHeaders, headerOf, originOf, readDeaths, replayCountHeader, replayIdHeader } from '../../model/deaths';
import type { TypedTable } from '../../model/field-table';
import type { BrowsedMessage } from '../../model/message';
import type { MessageEdit, ReplayDestination } from '../../model/operations';

export const replayOriginHeader = 'x-replay-origin';
/** Headers that a replay takes off: what brokers wrote on the message's last way, and what an earlier replay put on. */
export const headersTakenOff = [...brokerAddedHeaders, replayIdHeader, replayCountHeader, replayOriginHeader] as const;

/** The same, to look names up in. */
export const takenOffSet: ReadonlySet<string> = new Set(headersTakenOff);

/** A time to live would end the message again and a user-id is refused from others; what an edit sets itself stays. */
export const propertiesTakenOff = (edit: MessageEdit | null): readonly ('expiration' | 'userId')[] =>
  edit?.setProperties?.expiration === undefined ? ['expiration', 'userId'] : ['userId'];

/**
 * What a replay changes on a message, kept in the ledger so that a recall can put it back:
 * where it was taken from, how it got there, and the headers and properties that were taken off.
 */
export type ReplayOrigin = {
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly takenOff: TypedTable;
  readonly expiration: string | null;
  readonly userId: string | null;
  /** Replays before this one. */
  readonly replayCount: number;
};

/** The one read last: messages that died of the same cause share theirs, and follow each other. */
let lastRead: { readonly text: string; readonly origin: ReplayOrigin } | null = null;

/** What the plan wrote with a message; empty where there was nothing to write. */
export function originOfEntry({ origin: text }: { readonly origin: string | null }): Partial<ReplayOrigin> {
  if (text === null) return {};
  if (lastRead?.text !== text) lastRead = { text, origin: JSON.parse(text) as ReplayOrigin }; // written by the plan
  return lastRead.origin;
}

export function describeOrigin(message: BrowsedMessage, queue: string): ReplayOrigin {
  const { headers, expiration, userId } = message.properties;
  return {
    queue,
    exchange: message.exchange,
    routingKey: message.routingKey,
    takenOff: (headers ?? []).filter(({ key }) => takenOffSet.has(key)),
    expiration: expiration ?? null,
    userId: userId ?? null,
    replayCount: readReplayCount(headers),
  };
}

export function readReplayCount(headers: TypedTable | undefined): number {
  const value = headerOf(headers, replayCountHeader);
  const count = value === null || typeof value.value === 'object' ? 0 : Number(value.value);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

export const replayIdOf = (operationId: string, position: number): string => `${operationId}.${position}`;

/** Stable for each message of an operation, so that a consumer can drop repeats and the console can tell it again. */
export function replayHeaders(operationId: string, position: number, origin: Partial<ReplayOrigin>): TypedTable {
  return [...originMarks(origin), replayIdMark(operationId, position)];
}

export const replayIdMark = (operationId: string, position: number): TypedTable[number] => ({
  key: replayIdHeader,
  value: { type: 'string', value: replayIdOf(operationId, position) },
});

/** Of the replay's headers, those that are the same for all messages of one origin. */
export function originMarks(origin: Partial<ReplayOrigin>): TypedTable {
  const marks = marksOf.get(origin) ?? makeMarks(origin);
  marksOf.set(origin, marks);
  return marks;
}

const marksOf = new WeakMap<Partial<ReplayOrigin>, TypedTable>();

function makeMarks({ queue, exchange, routingKey, takenOff, replayCount }: Partial<ReplayOrigin>): TypedTable {
  const story = { queue, exchange, routingKey, reason: readDeaths(takenOff)[0]?.reason ?? null };
  return [
    { key: replayCountHeader, value: { type: 'int32', value: (replayCount ?? 0) + 1 } },
    { key: replayOriginHeader, value: { type: 'string', value: JSON.stringify(story) } },
  ];
}

/** Where a message goes, before bindings are asked; null when it carries no history that says so. */
export function routeOf(
  message: BrowsedMessage,
  queue: string,
  destination: ReplayDestination,
): { exchange: string; routingKey: string } | null {
  if (destination.kind === 'written') return { exchange: message.exchange, routingKey: message.routingKey };
  if (destination.kind === 'queue') return { exchange: '', routingKey: destination.queue };
  if (destination.kind === 'exchange') {
    return { exchange: destination.exchange, routingKey: destination.routingKey ?? message.routingKey };
  }
  const origin = originOf(message.properties.headers, queue);
  if (origin === null) return null;
  if (destination.via === 'queue') return { exchange: '', routingKey: origin.queue };
  return { exchange: origin.exchange, routingKey: origin.routingKeys[0] ?? message.routingKey };
}
