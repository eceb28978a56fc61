import { describe, expect, it } from 'vitest';
import type { PlainTable, TypedTable } from '../../model/field-table';
import { declaredQueue, draft, drain, errorOf, plainName, type Subject } from './subject';

type Case = { readonly exchange: string; readonly routingKey: string; readonly headers?: TypedTable };

/** The preview of a route says where the message then really goes. */
export function routeCases(subject: () => Subject): void {
  const exchange = async (type: string, own: PlainTable = {}): Promise<string> => {
    const name = plainName(type);
    const declaration = { virtualHost: '/', name, type, isDurable: true, isAutoDelete: false, isInternal: false, arguments: own };
    await subject().connector.declareExchange(declaration);
    return name;
  };
  const bind = (
    source: string,
    destination: string,
    routingKey: string,
    own: PlainTable = {},
    destinationType: 'queue' | 'exchange' = 'queue',
  ) => subject().connector.bind({ virtualHost: '/', source, destination, destinationType, routingKey, arguments: own });

  describe('route preview', () => {
    it('equals the actual route for every type of exchange', async () => {
      const queues = [await declaredQueue(subject()), await declaredQueue(subject()), await declaredQueue(subject())];
      const [a, b, c] = queues.map((queue) => queue.name) as [string, string, string];
      const topic = await exchange('topic');
      const direct = await exchange('direct');
      const fanout = await exchange('fanout');
      const headers = await exchange('headers');
      const fallback = await exchange('fanout');
      const guarded = await exchange('direct', { 'alternate-exchange': fallback });
      await Promise.all([bind(topic, a, 'order.*'), bind(topic, b, 'order.#'), bind(topic, direct, 'order.new', {}, 'exchange')]);
      await Promise.all([bind(direct, c, 'order.new'), bind(fanout, a, ''), bind(fanout, b, 'ignored'), bind(fallback, c, '')]);
      await bind(headers, a, '', { 'x-match': 'all', region: 'eu', urgent: true });
      await bind(headers, b, '', { 'x-match': 'any', region: 'us', urgent: true });
      await bind(guarded, a, 'known');
      const text = (value: string) => ({ type: 'string', value }) as const;
      const eu = { key: 'region', value: text('eu') };
      const urgent = { key: 'urgent', value: { type: 'boolean', value: true } } as const;
      const cases: readonly Case[] = [
        { exchange: topic, routingKey: 'order.new' },
        { exchange: topic, routingKey: 'order' },
        { exchange: topic, routingKey: 'order.new.eu' },
        { exchange: topic, routingKey: 'stock' },
        { exchange: direct, routingKey: 'order.new' },
        { exchange: direct, routingKey: 'order.old' },
        { exchange: fanout, routingKey: 'anything' },
        { exchange: headers, routingKey: '', headers: [eu, urgent] },
        { exchange: headers, routingKey: '', headers: [eu] },
        { exchange: headers, routingKey: '', headers: [urgent] },
        { exchange: guarded, routingKey: 'known' },
        { exchange: guarded, routingKey: 'unknown' },
        { exchange: '', routingKey: a },
        { exchange: '', routingKey: plainName('nobody') },
        { exchange: direct, routingKey: 'none', headers: [{ key: 'CC', value: { type: 'array', value: [text('order.new')] } }] },
      ];
      for (const each of cases) {
        const preview = await subject().connector.previewRoute('/', each.exchange, each.routingKey, each.headers ?? []);
        const properties = each.headers === undefined ? {} : { headers: each.headers };
        const [outcome] = await subject().connector.publish('/', [draft(each.exchange, each.routingKey, 'x', properties)]);
        const reached: string[] = [];
        for (const queue of queues) if ((await drain(subject(), queue)).length > 0) reached.push(queue.name);
        expect([...preview.queues].sort(), JSON.stringify(each)).toEqual(reached.sort());
        expect(preview.isUnroutable).toBe(reached.length === 0);
        expect(outcome?.outcome).toBe(reached.length === 0 ? 'returned' : 'confirmed');
        expect(preview.viaAlternateExchange).toBe(each.exchange === guarded && each.routingKey === 'unknown');
      }
    });

    it('of an exchange that is not there is not-found', async () => {
      expect(await errorOf(subject().connector.previewRoute('/', plainName('missing'), 'k', []))).toMatchObject({ code: 'not-found' });
    });
  });
}
