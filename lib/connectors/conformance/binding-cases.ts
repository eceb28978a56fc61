import { describe, expect, it } from 'vitest';
import type { Binding } from '../../model/resources';
import { declaredQueue, draft, drain, errorOf, hardName, plainName, type Subject } from './subject';

/** Binding and unbinding, where two bindings of one pair differ only in their arguments. */
export function bindingCases(subject: () => Subject): void {
  const declaredExchange = async (type: string, name = plainName(type)): Promise<string> => {
    await subject().connector.declareExchange({
      virtualHost: '/',
      name,
      type,
      isDurable: true,
      isAutoDelete: false,
      isInternal: false,
      arguments: {},
    });
    return name;
  };
  const bindingsFrom = async (source: string): Promise<readonly Binding[]> =>
    (await subject().connector.readSnapshot({ withTopology: true })).bindings.filter((binding) => binding.source === source);

  describe('bindings', () => {
    it('come back with the key that names them, and one goes without the other', async () => {
      const source = await declaredExchange('headers', hardName('headers'));
      const queue = await declaredQueue(subject(), { name: hardName('bound') });
      const pair = { virtualHost: '/', source, destination: queue.name, destinationType: 'queue', routingKey: 'k/ü.#' } as const;
      const eu = await subject().connector.bind({ ...pair, arguments: { 'x-match': 'all', region: 'eu', count: 3, yes: true } });
      const us = await subject().connector.bind({ ...pair, arguments: { 'x-match': 'all', region: 'us', count: 3, yes: true } });
      const plain = await subject().connector.bind({ ...pair, arguments: {} });
      expect(new Set([eu.propertiesKey, us.propertiesKey, plain.propertiesKey]).size).toBe(3);
      expect(await bindingsFrom(source)).toHaveLength(3);
      await subject().connector.unbind(eu);
      const left = await bindingsFrom(source);
      expect(left).toHaveLength(2);
      expect(left).toContainEqual(us);
      expect(left).toContainEqual(plain);
      expect(await errorOf(subject().connector.unbind(eu))).toMatchObject({ code: 'not-found' });
    });

    it('join exchanges, and messages travel along', async () => {
      const source = await declaredExchange('topic');
      const inner = await declaredExchange('fanout');
      const queue = await declaredQueue(subject());
      await subject().connector.bind({
        virtualHost: '/',
        source,
        destination: inner,
        destinationType: 'exchange',
        routingKey: 'a.*',
        arguments: {},
      });
      const last = { virtualHost: '/', source: inner, destination: queue.name, destinationType: 'queue' } as const;
      await subject().connector.bind({ ...last, routingKey: '', arguments: {} });
      const outcomes = await subject().connector.publish('/', [draft(source, 'a.b', 'in'), draft(source, 'b', 'out')]);
      expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['confirmed', 'returned']);
      expect((await drain(subject(), queue)).map((delivery) => delivery.content.body.toString())).toEqual(['in']);
    });

    it('need both ends, and the default exchange takes none', async () => {
      const queue = await declaredQueue(subject());
      const source = await declaredExchange('direct');
      const good = { virtualHost: '/', source, destination: queue.name, destinationType: 'queue', routingKey: 'k', arguments: {} } as const;
      expect(await errorOf(subject().connector.bind({ ...good, source: plainName('missing') }))).toMatchObject({ code: 'not-found' });
      expect(await errorOf(subject().connector.bind({ ...good, destination: plainName('missing') }))).toMatchObject({ code: 'not-found' });
      expect(await errorOf(subject().connector.bind({ ...good, source: '' }))).toMatchObject({ code: 'forbidden' });
      expect(await errorOf(subject().connector.bind({ ...good, routingKey: 'k'.repeat(256) }))).toMatchObject({ code: 'invalid' });
    });
  });
}
