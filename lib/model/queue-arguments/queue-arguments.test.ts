import { describe, expect, it } from 'vitest';
import type { PlainTable } from '../field-table';
import { toTypedTable } from '../field-table-plain';
import { findQueueArgument, queueArguments, queueArgumentsOf } from '../queue-arguments';
import { parseAgeMs } from './age';
import { findArgumentFault } from './argument-fault';
import { defaultQueueSettings, deliveryLimitDefault, effectiveSettings, mergePolicyDefinitions } from './effective-settings';

const resource = "queue 'q' in vhost '/'";
const fault = (type: 'classic' | 'quorum' | 'stream', table: PlainTable): string | null =>
  findArgumentFault(type, toTypedTable(table))?.textFor(resource) ?? null;

describe('the table of queue arguments', () => {
  it('has every number bounded on both sides, every choice listed, every text explained', () => {
    for (const row of queueArguments) {
      const { name, kind } = row;
      if (['milliseconds', 'count', 'bytes', 'number'].includes(kind)) {
        expect(row).toMatchObject({ name, min: expect.any(Number), max: expect.any(Number) });
      }
      if (kind === 'choice') expect(row).toMatchObject({ name, choices: expect.any(Array) });
      expect(row.label.length).toBeGreaterThan(0);
      expect(row.help.endsWith('.')).toBe(true);
    }
  });

  it('names each argument and each policy key once', () => {
    const names = queueArguments.map((row) => row.name);
    const keys = queueArguments.flatMap((row) => (row.policyKey === null ? [] : [row.policyKey]));
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(keys).size).toBe(keys.length);
    expect(findQueueArgument('x-message-ttl')?.label).toBe('Message TTL');
    expect(queueArgumentsOf('stream').map((row) => row.name)).not.toContain('x-message-ttl');
  });

  // RabbitMQ 3.10's words, seen on a running one.
  it.each([
    ['classic', { 'x-message-ttl': -1 }, `invalid arg 'x-message-ttl' for ${resource}: {value_negative,-1}`],
    ['classic', { 'x-message-ttl': '5' }, `invalid arg 'x-message-ttl' for ${resource}: "expected integer, got longstr"`],
    ['classic', { 'x-message-ttl': 1.5 }, `invalid arg 'x-message-ttl' for ${resource}: "expected integer, got double"`],
    ['classic', { 'x-message-ttl': 2 ** 40 }, `invalid arg 'x-message-ttl' for ${resource}: {value_too_large,1099511627776}`],
    ['classic', { 'x-expires': 0 }, `invalid arg 'x-expires' for ${resource}: {value_zero,0}`],
    ['classic', { 'x-max-priority': 300 }, `invalid arg 'x-max-priority' for ${resource}: {max_value_exceeded,300}`],
    ['classic', { 'x-overflow': 'foo' }, `invalid arg 'x-overflow' for ${resource}: invalid_overflow`],
    ['classic', { 'x-dead-letter-exchange': 5 }, `invalid type 'signedint' for arg 'x-dead-letter-exchange' in ${resource}`],
    [
      'classic',
      { 'x-dead-letter-routing-key': 'k' },
      `invalid arg 'x-dead-letter-routing-key' for ${resource}: routing_key_but_no_dlx_defined`,
    ],
    [
      'classic',
      { 'x-single-active-consumer': 'yes' },
      `invalid arg 'x-single-active-consumer' for ${resource}: {unacceptable_type,longstr}`,
    ],
    ['quorum', { 'x-max-priority': 3 }, `invalid arg 'x-max-priority' for ${resource} of queue type rabbit_quorum_queue`],
    ['stream', { 'x-max-age': 'abc' }, `invalid arg 'x-max-age' for ${resource}: invalid_max_age`],
    ['classic', { 'x-message-ttl': 0, 'x-anything': { nested: [1] } }, null],
    ['stream', { 'x-max-age': '7D', 'x-max-length-bytes': 1_000 }, null],
  ] as const)('%s %j', (type, table, text) => {
    expect(fault(type, table as PlainTable)).toBe(text);
  });
});

describe('effective settings', () => {
  const settings = (table: PlainTable, policy: PlainTable | null = null, operator: PlainTable | null = null) =>
    effectiveSettings('classic', toTypedTable(table), policy, operator);

  it('are one shared object where nothing is set', () => {
    expect(settings({})).toBe(defaultQueueSettings);
  });

  it('take the smaller number of argument and policy, and the argument for the rest', () => {
    expect(settings({ 'x-max-length': 10 }, { 'max-length': 5 }).maxLength).toBe(5);
    expect(settings({ 'x-max-length': 5 }, { 'max-length': 10 }).maxLength).toBe(5);
    expect(settings({ 'x-overflow': 'drop-head' }, { overflow: 'reject-publish' }).overflow).toBe('drop-head');
    expect(settings({}, { overflow: 'reject-publish' }).overflow).toBe('reject-publish');
    expect(settings({ 'x-dead-letter-exchange': 'own' }, { 'dead-letter-exchange': 'policy' }).deadLetterExchange).toBe('own');
  });

  it('let an operator only tighten', () => {
    expect(settings({}, { 'max-length': 100 }, { 'max-length': 10 }).maxLength).toBe(10);
    expect(settings({}, { 'max-length': 5 }, { 'max-length': 10 }).maxLength).toBe(5);
    expect(settings({}, null, { expires: 1_000 }).expiresMs).toBe(1_000);
  });

  it('ignore what a policy says about another type or cannot mean', () => {
    expect(settings({}, { 'max-age': '1h', 'delivery-limit': 3, 'max-length': 'many' })).toEqual(defaultQueueSettings);
    expect(effectiveSettings('stream', [], { 'max-age': '1h' }, null).maxAgeMs).toBe(3_600_000);
  });

  it('limit deliveries of quorum queues unless told not to', () => {
    const limit = (table: PlainTable, policy: PlainTable | null = null) =>
      effectiveSettings('quorum', toTypedTable(table), policy, null).deliveryLimit;
    expect(limit({})).toBe(deliveryLimitDefault);
    expect(limit({ 'x-delivery-limit': -1 })).toBeNull();
    expect(limit({ 'x-delivery-limit': 7 }, { 'delivery-limit': 3 })).toBe(3);
    expect(limit({ 'x-delivery-limit': -1 }, { 'delivery-limit': 3 })).toBe(3);
  });

  it('show the merged definition', () => {
    expect(mergePolicyDefinitions({ 'max-length': 10, overflow: 'drop-head' }, { 'max-length': 5, expires: 9 })).toEqual({
      'max-length': 5,
      overflow: 'drop-head',
      expires: 9,
    });
  });
});

describe('ages', () => {
  it('are a number and a unit', () => {
    expect(['7D', '1h', '30m', '5s', '1Y', '2M'].map(parseAgeMs)).toEqual([
      604_800_000, 3_600_000, 1_800_000, 5_000, 31_536_000_000, 5_184_000_000,
    ]);
    expect(['', '5', 'D', '-1h', '1w', '1.5h', '1234567s'].map(parseAgeMs)).toEqual([null, null, null, null, null, null, null]);
  });
});
