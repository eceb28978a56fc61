import { describe, expect, it } from 'vitest';
import { declaredQueue, fill, type Subject, withChannel } from './subject';

const PATIENCE = { timeout: 20_000, interval: 250 };

/** The snapshot, from which everything live on screen comes. */
export function snapshotCases(subject: () => Subject): void {
  describe('snapshot', () => {
    it('counts messages, and the overview agrees', async () => {
      const queue = await declaredQueue(subject());
      await fill(subject(), queue, ['one', 'two', 'three']);
      const read = async () => {
        const { queues, overview } = await subject().connector.readSnapshot({ withTopology: false });
        const row = queues.find((candidate) => candidate.name === queue.name);
        return { ready: row?.readyCount, overviewHasThem: overview.readyCount >= 3, known: overview.queueCount >= 1 };
      };
      await expect.poll(read, PATIENCE).toEqual({ ready: 3, overviewHasThem: true, known: true });
    });

    it('leaves out topology unless asked for it', async () => {
      const without = await subject().connector.readSnapshot({ withTopology: false });
      expect([without.exchanges, without.bindings]).toEqual([[], []]);
      const { exchanges } = await subject().connector.readSnapshot({ withTopology: true });
      expect(exchanges.filter((exchange) => exchange.virtualHost === '/').map((exchange) => exchange.name)).toEqual(
        expect.arrayContaining(['', 'amq.direct', 'amq.fanout', 'amq.headers', 'amq.topic']),
      );
    });

    it('shows who is connected, on which channel, consuming what', async () => {
      const queue = await declaredQueue(subject());
      await fill(subject(), queue, ['one', 'two']);
      await withChannel(subject(), '/', async (channel) => {
        const flags = { noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] } as const;
        await channel.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: false }, 'basic.qos-ok');
        await channel.call({ name: 'basic.consume', queue: queue.name, consumerTag: 'looker', ...flags }, 'basic.consume-ok');
        const read = async () => {
          const { connections, channels, consumers, queues } = await subject().connector.readSnapshot({ withTopology: false });
          const consumer = consumers.find((candidate) => candidate.queue === queue.name);
          const on = channels.find((candidate) => candidate.name === consumer?.channelName);
          const connection = connections.find((candidate) => candidate.name === consumer?.connectionName);
          const row = queues.find((candidate) => candidate.name === queue.name);
          return {
            tag: consumer?.consumerTag,
            unacknowledged: on?.unacknowledgedCount,
            client: connection?.clientName,
            row: row?.unacknowledgedCount,
          };
        };
        await expect.poll(read, PATIENCE).toEqual({ tag: 'looker', unacknowledged: 1, client: 'conformance', row: 1 });
      });
    });
  });
}
