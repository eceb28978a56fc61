import type { PrismaClient } from './generated/client';

/** What a plan knows of one of its messages; it never changes. */
export type PlannedMessage = {
  readonly position: number;
  readonly messageId: string;
  readonly exchange: string;
  readonly routingKey: string;
  /** JSON for the x-replay-origin header, and what a recall puts back; null when the message never died. */
  readonly origin: string | null;
  readonly sizeBytes: number;
  readonly plannedAtMs: number;
};

/**
 * A page as it is stored. Most messages of a plan share their exchange, their routing key and often their whole origin, so
 * these are numbers of `texts`, or the text itself (as the migration from a row a message wrote them).
 *
 *   { texts: ["", "orders", …], messages: [[message id, exchange, routing key, origin, size in bytes], …] }
 */
type Stored = {
  readonly texts: readonly string[];
  readonly messages: readonly (readonly [
    messageId: string,
    exchange: number | string,
    routingKey: number | string,
    origin: number | string | null,
    sizeBytes: number,
  ])[];
};

export const messagesPerPage = 1_000;
/** A run, the watcher of fates and a page on the screen each read one page again and again. */
const cachedPagesMax = 8;

export class LedgerPages {
  /** Pages never change. The one that was used last is at the end. */
  private readonly cache = new Map<string, readonly PlannedMessage[]>();

  constructor(private readonly prisma: PrismaClient) {}

  /** Positions must count up from 0. */
  async insert(operationId: string, messages: readonly PlannedMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += messagesPerPage) {
      const part = messages.slice(start, start + messagesPerPage);
      await this.prisma.$executeRaw`
        INSERT INTO "LedgerPage" ("operationId", "firstPosition", "messageCount", "messages", "plannedAtMs")
        VALUES (${operationId}, ${start}, ${part.length}, ${stored(part)}, ${part[0]?.plannedAtMs ?? 0})`;
    }
  }

  /** Those from `first` up to but not including `end`, as far as there are. */
  async slice(operationId: string, first: number, end: number): Promise<readonly PlannedMessage[]> {
    const messages: PlannedMessage[] = [];
    for (let start = first - (first % messagesPerPage); start < end; start += messagesPerPage) {
      const page = await this.read(operationId, start);
      messages.push(...page.slice(Math.max(0, first - start), end - start));
      if (page.length < messagesPerPage) break;
    }
    return messages;
  }

  async find(operationId: string, position: number): Promise<PlannedMessage | null> {
    const page = await this.read(operationId, position - (position % messagesPerPage));
    return page[position % messagesPerPage] ?? null;
  }

  async count(operationId: string): Promise<number> {
    const { _sum } = await this.prisma.ledgerPage.aggregate({ where: { operationId }, _sum: { messageCount: true } });
    return _sum.messageCount ?? 0;
  }

  private async read(operationId: string, firstPosition: number): Promise<readonly PlannedMessage[]> {
    const key = `${operationId} ${firstPosition}`;
    const known = this.cache.get(key);
    const page = known ?? (await this.load(operationId, firstPosition));
    this.cache.delete(key);
    if (page.length > 0) this.cache.set(key, page); // a plan may still be on its way
    for (const oldest of this.cache.keys()) if (this.cache.size > cachedPagesMax) this.cache.delete(oldest);
    return page;
  }

  private async load(operationId: string, firstPosition: number): Promise<readonly PlannedMessage[]> {
    const row = await this.prisma.ledgerPage.findUnique({ where: { operationId_firstPosition: { operationId, firstPosition } } });
    if (row === null) return [];
    const { texts, messages } = JSON.parse(row.messages) as Stored; // written only by this file and the migration
    const textOf = (text: number | string): string => (typeof text === 'number' ? (texts[text] ?? '') : text);
    return messages.map(([messageId, exchange, routingKey, origin, sizeBytes], index) => ({
      position: firstPosition + index,
      messageId,
      exchange: textOf(exchange),
      routingKey: textOf(routingKey),
      origin: origin === null ? null : textOf(origin),
      sizeBytes,
      plannedAtMs: Number(row.plannedAtMs),
    }));
  }
}

function stored(messages: readonly PlannedMessage[]): string {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const rows = messages.map(({ messageId, exchange, routingKey, origin, sizeBytes }) => [
    messageId,
    numberOf(exchange),
    numberOf(routingKey),
    origin === null ? null : numberOf(origin),
    sizeBytes,
  ]);
  return JSON.stringify({ texts: [...numbers.keys()], messages: rows });
}
