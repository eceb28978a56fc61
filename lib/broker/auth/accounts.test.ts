import { describe, expect, it } from 'vitest';
import { MemoryDefinitionStore } from '../store/memory-definition-store';
import { Accounts } from './accounts';
import { PatternError } from './name-pattern';
import { hashPassword } from './password-hash';
import type { User } from './user';

const open = (store = new MemoryDefinitionStore()) => new Accounts(store, store.load(), { refusedLoginDelayMs: 0 });
const user = (name: string, password: string): User => ({
  name,
  passwordHash: hashPassword(password, 'rabbit_password_hashing_sha512'),
  hashingAlgorithm: 'rabbit_password_hashing_sha512',
  tags: ['monitoring'],
  limits: { 'max-channels': 5 },
});

describe('logging in', () => {
  it('creates guest on the first start only, so that an account that was deleted stays deleted', async () => {
    const store = new MemoryDefinitionStore();
    expect(await open(store).authenticate('guest', 'guest', '127.0.0.1', 'http')).toMatchObject({ name: 'guest', tags: ['administrator'] });
    open(store).deleteUser('guest');
    expect(open(store).findUser('guest')).toBeNull();
  });

  it('lets guest in from loopback only, other users from anywhere', async () => {
    const accounts = open();
    accounts.putUser(user('bob', 'secret'));
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', null])
      expect(await accounts.authenticate('guest', 'guest', address, 'amqp091')).not.toBeNull();
    for (const address of ['10.0.0.1', '::ffff:10.0.0.1', '::', '127.0.0.1.evil'])
      expect(await accounts.authenticate('guest', 'guest', address, 'amqp091')).toBeNull();
    expect(await accounts.authenticate('bob', 'secret', '10.0.0.1', 'amqp091')).toMatchObject({ name: 'bob' });
  });

  it('refuses unknown users, wrong passwords and accounts without a password alike, and counts', async () => {
    const accounts = open();
    accounts.putUser({ ...user('nopass', ''), passwordHash: '' });
    for (const [name, password] of [
      ['nobody', ''],
      ['nobody', 'guest'],
      ['guest', 'Guest'],
      ['nopass', ''],
    ] as const)
      expect(await accounts.authenticate(name, password, '127.0.0.1', 'http')).toBeNull();
    expect(accounts.attempts.list()).toContainEqual({ protocol: 'http', succeeded: 0, failed: 4 });
  });

  it('answers a refused login no sooner than the delay', async () => {
    const store = new MemoryDefinitionStore();
    const accounts = new Accounts(store, store.load(), { refusedLoginDelayMs: 60 });
    const start = performance.now();
    await accounts.authenticate('guest', 'wrong', '127.0.0.1', 'http');
    expect(performance.now() - start).toBeGreaterThan(50);
  });
});

describe('permissions', () => {
  it('searches like RabbitMQ: no implicit anchors, empty matches nothing, the default exchange is amq.default', () => {
    const accounts = open();
    accounts.permissions.set({ user: 'bob', vhost: '/', configure: '', write: 'ord', read: '^(amq\\.default|in)$' });
    expect(accounts.permits('bob', '/', 'configure', 'x')).toBe(false);
    expect(accounts.permits('bob', '/', 'write', 'my-orders')).toBe(true);
    expect(accounts.permits('bob', '/', 'read', '')).toBe(true);
    expect(accounts.permits('bob', '/', 'read', 'inner')).toBe(false);
    expect(accounts.permits('bob', 'other', 'read', 'in')).toBe(false);
    expect(accounts.mayAccess('bob', 'other')).toBe(false);
  });

  it('changes nothing when a pattern is none, and says why', () => {
    const accounts = open();
    expect(() => accounts.permissions.set({ user: 'guest', vhost: '/', configure: '(', write: '', read: '' })).toThrow(PatternError);
    expect(accounts.permits('guest', '/', 'write', 'anything')).toBe(true);
  });

  it('narrows topic exchanges by routing key only where a row says so', () => {
    const accounts = open();
    accounts.topicPermissions.set({ user: 'a.b', vhost: '/', exchange: 'orders', write: '^{username}\\.', read: '.*' });
    expect(accounts.permitsTopic('a.b', '/', 'orders', 'write', 'a.b.new')).toBe(true);
    expect(accounts.permitsTopic('a.b', '/', 'orders', 'write', 'aXb.new')).toBe(false);
    expect(accounts.permitsTopic('a.b', '/', 'other', 'write', 'x')).toBe(true);
    expect(accounts.permitsTopic('guest', '/', 'orders', 'write', 'x')).toBe(true);
  });

  it('drops verdicts with the change, and everything of a user or virtual host with it', () => {
    const accounts = open();
    accounts.putUser(user('bob', 'x'));
    const before = accounts.version;
    accounts.permissions.set({ user: 'bob', vhost: 'v', configure: '.*', write: '.*', read: '.*' });
    expect(accounts.permits('bob', 'v', 'write', 'q')).toBe(true);
    accounts.permissions.set({ user: 'bob', vhost: 'v', configure: '.*', write: '', read: '.*' });
    expect(accounts.permits('bob', 'v', 'write', 'q')).toBe(false);
    expect(accounts.version).toBeGreaterThan(before);
    accounts.virtualHostDeleted('v');
    expect(accounts.mayAccess('bob', 'v')).toBe(false);
    accounts.permissions.set({ user: 'bob', vhost: '/', configure: '', write: '', read: '' });
    accounts.deleteUser('bob');
    expect(accounts.permissions.list({ user: 'bob' })).toEqual([]);
  });

  it('is linear on a pattern that would hold a backtracking engine', () => {
    const accounts = open();
    accounts.permissions.set({ user: 'guest', vhost: '/', configure: '(a+)+$', write: '', read: '' });
    const start = performance.now();
    expect(accounts.permits('guest', '/', 'configure', `${'a'.repeat(200)}!`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

it('keeps everything in the definition store', () => {
  const store = new MemoryDefinitionStore();
  const accounts = open(store);
  accounts.putUser(user('bob', 'x'));
  accounts.permissions.set({ user: 'bob', vhost: '/', configure: '', write: 'w', read: 'r' });
  accounts.topicPermissions.set({ user: 'bob', vhost: '/', exchange: 'e', write: 'w', read: 'r' });
  const again = open(store);
  expect(again.findUser('bob')).toEqual(accounts.findUser('bob'));
  expect(again.limitOf('bob', 'max-channels')).toBe(5);
  expect(again.limitOf('bob', 'max-connections')).toBeNull();
  expect(again.permissions.list()).toEqual(accounts.permissions.list());
  expect(again.topicPermissions.list()).toEqual(accounts.topicPermissions.list());
});
