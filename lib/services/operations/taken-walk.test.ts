import { describe, expect, it } from 'vitest';
import type { Connector, TakenMessage } from '../../connectors/connector';
import type { LedgerRecord } from '../../db/ledger-repository';
import { TakenWalk } from './taken-walk';

const entries = (...ids: string[]): LedgerRecord[] => ids.map((messageId) => ({ messageId }) as LedgerRecord);
const taking = (...ids: string[]): Connector =>
  ({
    take: async () => ({
      async *[Symbol.asyncIterator]() {
        for (const id of ids) yield [{ message: { id } }] as TakenMessage[];
      },
      close: async () => undefined,
    }),
  }) as unknown as Connector;
const walkOver = (...ids: string[]): TakenWalk => new TakenWalk(taking(...ids), { virtualHost: '/', name: 'q' }, ids);
const idsOf = async (walk: TakenWalk, ...ids: string[]) => {
  const { found, gone } = await walk.collect(entries(...ids));
  return { found: found.map(({ held }) => held.message.id), gone: gone.map(({ messageId }) => messageId) };
};

describe('TakenWalk', () => {
  it('does not take what lies behind a missing message for missing', async () => {
    const walk = walkOver('1', '3', '4');
    expect(await idsOf(walk, '1', '2')).toEqual({ found: ['1'], gone: ['2'] });
    expect(await idsOf(walk, '3', '4')).toEqual({ found: ['3', '4'], gone: [] });
  });

  it('hands out in the order of the entries, whatever the order of the queue', async () => {
    const walk = walkOver('2', '3', '1');
    expect(await idsOf(walk, '1', '2')).toEqual({ found: ['1', '2'], gone: [] });
    expect(await idsOf(walk, '3')).toEqual({ found: ['3'], gone: [] });
  });
});
