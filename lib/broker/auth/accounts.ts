import { setTimeout as delay } from 'node:timers/promises';
import type { DefinitionStore } from '../ports';
import { authLimits } from './auth-limits';
import { LoginAttempts, type LoginProtocol } from './login-attempts';
import { isLoopbackAddress } from './loopback';
import { hashPassword, passwordMatches } from './password-hash';
import { PatternPool } from './pattern-pool';
import { type PermissionKind, PermissionTable } from './permission-table';
import { TopicPermissionTable } from './topic-permission-table';
import { fromUserRecord, toUserRecord, type User, type UserLimitName, userRecord } from './user';

const userKind = 'user';
const factKind = 'account-fact';
const seededFact = 'guest-was-created';
const loopbackOnlyUsers: readonly string[] = ['guest'];

/**
 * Users, what they may do and who they are at login. Changes are in force at once and durable when the
 * DefinitionStore says so; `version` grows with each, for those who keep verdicts of their own.
 */
export class Accounts {
  readonly attempts = new LoginAttempts();
  readonly permissions: PermissionTable;
  readonly topicPermissions: TopicPermissionTable;
  private readonly users = new Map<string, User>();
  private readonly decoyHash = hashPassword('', 'rabbit_password_hashing_sha256');
  private changes = 0;

  /** `loaded` is what DefinitionStore.load() gave. The very first time, guest/guest is created, good for loopback only. */
  constructor(
    private readonly store: DefinitionStore,
    loaded: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
    private readonly options: { refusedLoginDelayMs: number } = { refusedLoginDelayMs: authLimits.refusedLoginDelayMs },
  ) {
    const patterns = new PatternPool();
    this.permissions = new PermissionTable(store, patterns, () => this.changes++);
    this.topicPermissions = new TopicPermissionTable(store, patterns, () => this.changes++);
    for (const record of loaded.get(userKind)?.values() ?? []) this.keep(fromUserRecord(userRecord.parse(record)));
    this.permissions.load(loaded.get('permission')?.values() ?? []);
    this.topicPermissions.load(loaded.get('topic-permission')?.values() ?? []);
    if (!loaded.get(factKind)?.has(seededFact)) this.createGuest();
  }

  get version(): number {
    return this.changes;
  }

  /**
   * The user, or null: unknown, wrong password, or a loopback-only user from elsewhere, all alike and equally slow.
   * `peerAddress` null is a caller inside this process.
   */
  async authenticate(name: string, password: string, peerAddress: string | null, protocol: LoginProtocol): Promise<User | null> {
    const user = this.users.get(name);
    const matches = user
      ? passwordMatches(password, user.passwordHash, user.hashingAlgorithm)
      : passwordMatches(password, this.decoyHash, 'rabbit_password_hashing_sha256');
    const isFromAllowedPlace = peerAddress === null || !loopbackOnlyUsers.includes(name) || isLoopbackAddress(peerAddress);
    const accepted = user !== undefined && matches && isFromAllowedPlace ? user : null;
    this.attempts.note(protocol, accepted !== null);
    if (accepted === null) await delay(this.options.refusedLoginDelayMs);
    return accepted;
  }

  /** For mechanisms that prove the name otherwise (EXTERNAL: the certificate's subject). */
  findUser(name: string): User | null {
    return this.users.get(name) ?? null;
  }

  listUsers(): User[] {
    return [...this.users.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Returns whether the user is new. */
  putUser(user: User): boolean {
    const isNew = !this.users.has(user.name);
    if (isNew && this.users.size >= authLimits.userCountMax) throw new RangeError(`there are already ${authLimits.userCountMax} users`);
    this.keep(user);
    this.changes++;
    this.store.put(userKind, user.name, toUserRecord(user));
    return isNew;
  }

  /** The user's permissions go with it. */
  deleteUser(name: string): boolean {
    if (!this.users.delete(name)) return false;
    this.store.remove(userKind, name);
    for (const row of this.permissions.list({ user: name })) this.permissions.delete(name, row.vhost);
    for (const row of this.topicPermissions.list({ user: name })) this.topicPermissions.delete(name, row.vhost, row.exchange);
    this.changes++;
    return true;
  }

  virtualHostDeleted(virtualHost: string): void {
    for (const row of this.permissions.list({ virtualHost })) this.permissions.delete(row.user, virtualHost);
    for (const row of this.topicPermissions.list({ virtualHost })) this.topicPermissions.delete(row.user, virtualHost, row.exchange);
  }

  mayAccess(user: string, virtualHost: string): boolean {
    return this.permissions.find(user, virtualHost) !== null;
  }

  /** `name` is the queue's or exchange's; '' is the default exchange. */
  permits(user: string, virtualHost: string, kind: PermissionKind, name: string): boolean {
    return this.permissions.permits(user, virtualHost, kind, name);
  }

  /** To be asked for topic exchanges only, besides `permits`. */
  permitsTopic(user: string, virtualHost: string, exchange: string, kind: 'write' | 'read', routingKey: string): boolean {
    return this.topicPermissions.permits(user, virtualHost, exchange, kind, routingKey);
  }

  /** Null: unlimited. */
  limitOf(user: string, limit: UserLimitName): number | null {
    const value = this.users.get(user)?.limits[limit];
    return value === undefined || value < 0 ? null : value;
  }

  private keep(user: User): void {
    this.users.set(user.name, user);
  }

  private createGuest(): void {
    this.putUser({
      name: 'guest',
      passwordHash: hashPassword('guest', 'rabbit_password_hashing_sha256'),
      hashingAlgorithm: 'rabbit_password_hashing_sha256',
      tags: ['administrator'],
      limits: {},
    });
    this.permissions.set({ user: 'guest', vhost: '/', configure: '.*', write: '.*', read: '.*' });
    this.store.put(factKind, seededFact, true);
  }
}
