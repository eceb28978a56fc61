import { expect, it } from 'vitest';
import { operationSentence } from './operation-sentence';
import type { Operation, OperationCounts } from './operations';

const operation = (counts: Partial<OperationCounts>, more: Partial<Operation> = {}): Operation => ({
  id: 'o',
  brokerId: 'b',
  request: { kind: 'replay', virtualHost: '/', queue: 'dead', selection: { kind: 'all' }, destination: null, edit: null },
  options: { ratePerSecond: null, canary: false, targetReadyMax: null },
  state: 'completed',
  stateReason: null,
  counts: {
    total: 0,
    held: 0,
    published: 0,
    unknown: 0,
    consumed: 0,
    cameBack: 0,
    quarantined: 0,
    returned: 0,
    binned: 0,
    recalled: 0,
    gone: 0,
    ...counts,
  },
  perSecond: null,
  remainingSeconds: null,
  startedBy: 'Ada',
  startedAtMs: 0,
  endedAtMs: null,
  allowed: [],
  ...more,
});

it.each<[Operation, string]>([
  [operation({ total: 1, consumed: 1 }), 'The message was replayed. Delivered and acknowledged.'],
  [operation({ total: 1, published: 1 }), 'The message was replayed. 1 confirmed by the broker, not acknowledged yet.'],
  [
    operation({ total: 2, consumed: 1, unknown: 1 }),
    'All 2 messages were replayed. 1 delivered and acknowledged. Of 1 it is not known: the broker restarted since.',
  ],
  [operation({ total: 5, held: 5 }, { state: 'running' }), '5 messages to go.'],
  [
    operation({ total: 10, consumed: 4, published: 2, cameBack: 1, returned: 1, gone: 1, held: 1 }, { state: 'braked' }),
    '7 of 10 messages replayed. 4 delivered and acknowledged. 2 confirmed by the broker, not acknowledged yet. 1 came back dead. 1 reached no queue and stayed. 1 had left the queue before. 1 not touched.',
  ],
  [
    operation(
      { total: 3, binned: 3 },
      { request: { kind: 'discard', virtualHost: '/', queue: 'q', selection: { kind: 'all' }, destination: null, edit: null } },
    ),
    '3 messages discarded; 3 can still be brought back from the bin.',
  ],
])('says what is known of %#', (given, sentence) => {
  expect(operationSentence(given)).toBe(sentence);
});
