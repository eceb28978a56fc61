import * as z from 'zod';
import type { DefinitionStore } from '../ports';
import { quotePattern } from './name-pattern';
import type { PatternPool } from './pattern-pool';

export const topicPermissionRecord = z.object({
  user: z.string(),
  vhost: z.string(),
  exchange: z.string(),
  write: z.string(),
  read: z.string(),
});
export type TopicPermissionRecord = z.infer<typeof topicPermissionRecord>;

const storeKind = 'topic-permission';

/**
 * Narrows what may be published to and bound on a topic exchange, by routing key. Without a row for the exchange there
 * is no narrowing (RabbitMQ: topic authorisation). `{username}` and `{vhost}` in a pattern stand for just these names.
 */
export class TopicPermissionTable {
  private readonly rows = new Map<string, TopicPermissionRecord>();

  constructor(
    private readonly store: DefinitionStore,
    private readonly patterns: PatternPool,
    private readonly changed: () => void,
  ) {}

  load(records: Iterable<unknown>): void {
    for (const unparsed of records) {
      const record = topicPermissionRecord.parse(unparsed);
      this.rows.set(keyOf(record.user, record.vhost, record.exchange), record);
    }
  }

  permits(user: string, virtualHost: string, exchange: string, kind: 'write' | 'read', routingKey: string): boolean {
    if (this.rows.size === 0) return true;
    const row = this.rows.get(keyOf(user, virtualHost, exchange));
    return row === undefined || this.patterns.get(expand(row[kind], row)).matches(routingKey);
  }

  /** Returns whether the row is new. Throws PatternError and changes nothing when one of the two is no pattern. */
  set(record: TopicPermissionRecord): boolean {
    this.patterns.get(expand(record.write, record));
    this.patterns.get(expand(record.read, record));
    const key = keyOf(record.user, record.vhost, record.exchange);
    const isNew = !this.rows.has(key);
    this.rows.set(key, record);
    this.store.put(storeKind, key, record);
    this.changed();
    return isNew;
  }

  /** Without an exchange, all rows of the user in that virtual host. Returns how many went. */
  delete(user: string, virtualHost: string, exchange?: string): number {
    const doomed = this.list({ user, virtualHost }).filter((row) => exchange === undefined || row.exchange === exchange);
    for (const row of doomed) {
      const key = keyOf(row.user, row.vhost, row.exchange);
      this.rows.delete(key);
      this.store.remove(storeKind, key);
    }
    if (doomed.length > 0) this.changed();
    return doomed.length;
  }

  list(filter: { user?: string; virtualHost?: string } = {}): TopicPermissionRecord[] {
    return [...this.rows.values()].filter(
      (row) =>
        (filter.user === undefined || row.user === filter.user) && (filter.virtualHost === undefined || row.vhost === filter.virtualHost),
    );
  }
}

const keyOf = (user: string, virtualHost: string, exchange: string): string => JSON.stringify([virtualHost, user, exchange]);

function expand(pattern: string, row: TopicPermissionRecord): string {
  if (!pattern.includes('{')) return pattern;
  return pattern.replaceAll('{username}', () => quotePattern(row.user)).replaceAll('{vhost}', () => quotePattern(row.vhost));
}
