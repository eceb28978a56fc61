import * as z from 'zod';
import type { DefinitionStore } from '../ports';
import type { NamePattern } from './name-pattern';
import type { PatternPool } from './pattern-pool';

export const permissionKinds = ['configure', 'write', 'read'] as const;
export type PermissionKind = (typeof permissionKinds)[number];

export const permissionRecord = z.object({
  user: z.string(),
  vhost: z.string(),
  configure: z.string(),
  write: z.string(),
  read: z.string(),
});
export type PermissionRecord = z.infer<typeof permissionRecord>;

type Permission = { readonly record: PermissionRecord } & { readonly [kind in PermissionKind]: NamePattern };

const storeKind = 'permission';

/** Who may configure, write and read what, by virtual host and user. A user without a row may not enter the virtual host. */
export class PermissionTable {
  private readonly byVirtualHost = new Map<string, Map<string, Permission>>();

  constructor(
    private readonly store: DefinitionStore,
    private readonly patterns: PatternPool,
    private readonly changed: () => void,
  ) {}

  load(records: Iterable<unknown>): void {
    for (const record of records) this.keep(permissionRecord.parse(record));
  }

  find(user: string, virtualHost: string): PermissionRecord | null {
    return this.byVirtualHost.get(virtualHost)?.get(user)?.record ?? null;
  }

  permits(user: string, virtualHost: string, kind: PermissionKind, name: string): boolean {
    const permission = this.byVirtualHost.get(virtualHost)?.get(user);
    if (permission === undefined) return false;
    // RabbitMQ: the default exchange, whose name is empty, is matched as 'amq.default'.
    return permission[kind].matches(name === '' ? 'amq.default' : name);
  }

  /** Returns whether the row is new. Throws PatternError and changes nothing when one of the three is no pattern. */
  set(record: PermissionRecord): boolean {
    const isNew = this.find(record.user, record.vhost) === null;
    this.keep(record);
    this.store.put(storeKind, keyOf(record.user, record.vhost), record);
    this.changed();
    return isNew;
  }

  delete(user: string, virtualHost: string): boolean {
    const rows = this.byVirtualHost.get(virtualHost);
    if (rows === undefined || !rows.delete(user)) return false;
    if (rows.size === 0) this.byVirtualHost.delete(virtualHost);
    this.store.remove(storeKind, keyOf(user, virtualHost));
    this.changed();
    return true;
  }

  /** By user, then virtual host. */
  list(filter: { user?: string; virtualHost?: string } = {}): PermissionRecord[] {
    const found: PermissionRecord[] = [];
    for (const [virtualHost, rows] of this.byVirtualHost) {
      if (filter.virtualHost !== undefined && filter.virtualHost !== virtualHost) continue;
      for (const [user, row] of rows) if (filter.user === undefined || filter.user === user) found.push(row.record);
    }
    return found.sort((a, b) => compare(a.user, b.user) || compare(a.vhost, b.vhost));
  }

  private keep(record: PermissionRecord): void {
    const permission: Permission = {
      record,
      configure: this.patterns.get(record.configure),
      write: this.patterns.get(record.write),
      read: this.patterns.get(record.read),
    };
    const rows = this.byVirtualHost.get(record.vhost) ?? new Map<string, Permission>();
    this.byVirtualHost.set(record.vhost, rows.set(record.user, permission));
  }
}

const keyOf = (user: string, virtualHost: string): string => JSON.stringify([virtualHost, user]);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
