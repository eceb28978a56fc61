import { expect, it } from 'vitest';
import { countDeathReasons } from './death-reasons';
import type { BrowsedMessage } from './message';

const died = (reason: string, queue: string): BrowsedMessage => ({
  id: '1',
  position: 0,
  state: 'ready',
  redelivered: false,
  exchange: 'dlx',
  routingKey: '',
  properties: {
    headers: [
      {
        key: 'x-death',
        value: {
          type: 'array',
          value: [
            {
              type: 'table',
              value: [
                { key: 'queue', value: { type: 'string', value: queue } },
                { key: 'reason', value: { type: 'string', value: reason } },
              ],
            },
          ],
        },
      },
    ],
  },
  bodySizeBytes: 0,
  bodyBase64: '',
  enqueuedAtMs: null,
  deliveryCount: null,
});

it('counts by reason and queue, most frequent first, and leaves out what never died', () => {
  const alive = { ...died('x', 'y'), properties: {} };
  expect(countDeathReasons([died('expired', 'mail'), died('rejected', 'mail'), died('rejected', 'mail'), alive])).toEqual([
    { reason: 'rejected', queue: 'mail', count: 2 },
    { reason: 'expired', queue: 'mail', count: 1 },
  ]);
});
