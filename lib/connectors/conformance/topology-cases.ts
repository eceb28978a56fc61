import { describe, expect, it } from 'vitest';
import {
  administer,
  COUNTS_SETTLE,
  countsOf,
  declaredQueue,
  errorOf,
  fill,
  hardName,
  plainName,
  type Subject,
  withChannel,
} from './subject';

const anyGuard = { ifEmpty: false, ifUnused: false };

/** Declaring, changing and deleting queues and exchanges. */
export function topologyCases(subject: () => Subject): void {
  const findQueue = async (name: string) =>
    (await subject().connector.readSnapshot({ withTopology: true })).queues.find((queue) => queue.name === name);

  describe('queues', () => {
    it('are declared with type and arguments, whatever their names hold, and seen in the snapshot', async () => {
      for (const type of ['classic', 'quorum', 'stream'] as const) {
        const name = hardName(type);
        await declaredQueue(subject(), { name, type, arguments: { 'x-max-length-bytes': 1_000_000 } });
        await expect.poll(() => findQueue(name), { timeout: 15_000 }).toMatchObject({ virtualHost: '/', name, type, isDurable: true });
        expect((await findQueue(name))?.arguments).toMatchObject({ 'x-max-length-bytes': 1_000_000 });
        await subject().connector.deleteQueue({ virtualHost: '/', name }, anyGuard);
        await expect.poll(() => findQueue(name), { timeout: 15_000 }).toBeUndefined();
      }
    });

    it('may be declared again as they are, and are a conflict when declared otherwise', async () => {
      const queue = await declaredQueue(subject());
      await declaredQueue(subject(), queue);
      const error = await errorOf(declaredQueue(subject(), { ...queue, arguments: { 'x-message-ttl': 1000 } }));
      expect(error).toMatchObject({ code: 'conflict' });
      expect(String(error)).toContain('x-message-ttl');
    });

    it('with arguments that make no sense are invalid', async () => {
      const name = plainName('queue');
      expect(await errorOf(declaredQueue(subject(), { name, arguments: { 'x-message-ttl': 'soon' } }))).toMatchObject({ code: 'invalid' });
      expect(await errorOf(declaredQueue(subject(), { name: 'n'.repeat(256) }))).toMatchObject({ code: 'invalid' });
      expect(await errorOf(declaredQueue(subject(), { name: '' }))).toMatchObject({ code: 'invalid' });
    });

    it('are kept when a guard of their deletion fails', async () => {
      const queue = await declaredQueue(subject());
      await fill(subject(), queue, ['one']);
      expect(await errorOf(subject().connector.deleteQueue(queue, { ...anyGuard, ifEmpty: true }))).toMatchObject({ code: 'conflict' });
      await withChannel(subject(), '/', async (channel) => {
        const flags = { noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] } as const;
        await channel.call({ name: 'basic.consume', queue: queue.name, consumerTag: 'c', ...flags }, 'basic.consume-ok');
        const error = await errorOf(subject().connector.deleteQueue(queue, { ...anyGuard, ifUnused: true }));
        expect(error).toMatchObject({ code: 'conflict' });
      });
      await subject().connector.deleteQueue(queue, anyGuard);
    });

    it('that are not there are not-found', async () => {
      const queue = { virtualHost: '/', name: plainName('missing') };
      const page = { from: 0, limit: 1, order: 'oldest', bodyLimitBytes: 0 } as const;
      const { connector } = subject();
      const attempts = [
        () => connector.deleteQueue(queue, anyGuard),
        () => connector.purgeQueue(queue),
        () => connector.browse(queue, page),
      ];
      for (const attempt of attempts) expect(await errorOf(attempt())).toMatchObject({ code: 'not-found' });
      expect(await errorOf(connector.take(queue, { kind: 'first', count: 1 }))).toMatchObject({ code: 'not-found' });
    });

    it('are emptied by a purge', async () => {
      const queue = await declaredQueue(subject(), { name: hardName('purged') });
      await fill(subject(), queue, ['one', 'two']);
      await subject().connector.purgeQueue(queue);
      await expect.poll(() => countsOf(subject(), queue), COUNTS_SETTLE).toMatchObject({ messageCount: 0 });
    });
  });
  exchangeCases(subject);
}

function exchangeCases(subject: () => Subject): void {
  const declaration = { virtualHost: '/', isDurable: true, isAutoDelete: false, isInternal: false, arguments: {} };
  const findExchange = async (name: string) =>
    (await subject().connector.readSnapshot({ withTopology: true })).exchanges.find((exchange) => exchange.name === name);

  describe('exchanges', () => {
    it('of every standard type are declared, seen and deleted', async () => {
      for (const type of ['direct', 'fanout', 'topic', 'headers']) {
        const exchange = { ...declaration, name: hardName(type), type };
        await subject().connector.declareExchange(exchange);
        expect(await findExchange(exchange.name)).toMatchObject({ type, isDurable: true, isInternal: false });
        await subject().connector.deleteExchange(exchange, { ifUnused: true });
        expect(await findExchange(exchange.name)).toBeUndefined();
      }
    });

    it('that are bound are kept when asked to delete only unused ones', async () => {
      const exchange = { ...declaration, name: plainName('used'), type: 'fanout' };
      await subject().connector.declareExchange(exchange);
      const queue = await declaredQueue(subject());
      const pair = { virtualHost: '/', source: exchange.name, destination: queue.name, destinationType: 'queue' } as const;
      await subject().connector.bind({ ...pair, routingKey: '', arguments: {} });
      expect(await errorOf(subject().connector.deleteExchange(exchange, { ifUnused: true }))).toMatchObject({ code: 'conflict' });
      await subject().connector.deleteExchange(exchange, { ifUnused: false });
    });

    it('of an unknown type are invalid, of another type a conflict, the standard ones protected', async () => {
      const exchange = { ...declaration, name: plainName('exchange'), type: 'direct' };
      expect(await errorOf(subject().connector.declareExchange({ ...exchange, type: 'nonsense' }))).toMatchObject({ code: 'invalid' });
      await subject().connector.declareExchange(exchange);
      expect(await errorOf(subject().connector.declareExchange({ ...exchange, type: 'fanout' }))).toMatchObject({ code: 'conflict' });
      const standard = { virtualHost: '/', name: 'amq.direct' };
      expect(await errorOf(subject().connector.deleteExchange(standard, { ifUnused: false }))).toMatchObject({ code: 'forbidden' });
      const missing = { virtualHost: '/', name: plainName('missing') };
      expect(await errorOf(subject().connector.deleteExchange(missing, { ifUnused: false }))).toMatchObject({ code: 'not-found' });
    });
  });

  describe('virtual hosts and policies', () => {
    it('are listed, and a virtual host with a hard name is usable like any other', async () => {
      const virtualHost = hardName('host');
      await administer(subject(), 'PUT', ['vhosts', virtualHost]);
      await administer(subject(), 'PUT', ['permissions', virtualHost, subject().access.username], {
        configure: '.*',
        write: '.*',
        read: '.*',
      });
      const policy = { pattern: '^a', definition: { 'max-length': 7 }, 'apply-to': 'queues', priority: 3 };
      await administer(subject(), 'PUT', ['policies', virtualHost, 'short'], policy);
      expect((await subject().connector.listVirtualHosts()).map((host) => host.name)).toContain(virtualHost);
      const short = { pattern: '^a', applyTo: 'queues', priority: 3, definition: { 'max-length': 7 } } as const;
      const expected = { ...short, virtualHost, name: 'short', scope: 'user' };
      expect(await subject().connector.listPolicies()).toContainEqual(expected);
      const queue = await declaredQueue(subject(), { virtualHost, name: 'a/ü' });
      await fill(subject(), queue, ['x']);
      await expect.poll(() => countsOf(subject(), queue), COUNTS_SETTLE).toMatchObject({ messageCount: 1 });
      await administer(subject(), 'DELETE', ['vhosts', virtualHost]);
    });
  });
}
