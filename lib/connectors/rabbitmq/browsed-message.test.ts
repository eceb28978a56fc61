import { describe, expect, it } from 'vitest';
import type { MessageProperties } from '../../model/message';
import { FingerprintCounter, fingerprintOf, fingerprintOfId } from './browsed-message';

const fingerprint = (properties: MessageProperties, bodyDigest = 'digest', routingKey = 'key'): string =>
  fingerprintOf({
    deliveryTag: 1,
    redelivered: false,
    exchange: 'shop',
    routingKey,
    content: { properties, bodyDigest, headerPayload: Buffer.alloc(0), bodySizeBytes: 0, body: Buffer.alloc(0) },
  });
const count = (value: string) => ({ key: 'x-delivery-count', value: { type: 'int64', value } }) as const;
const own = { key: 'own', value: { type: 'string', value: 'a' } } as const;

describe('fingerprints of messages', () => {
  it("stay when only the broker's counters change, and wherever it puts them", () => {
    const bare = fingerprint({ messageId: 'm', deliveryMode: 2 });
    expect(fingerprint({ headers: [count('0')], deliveryMode: 2, messageId: 'm' })).toBe(fingerprint({ deliveryMode: 2, messageId: 'm' }));
    expect(fingerprint({ messageId: 'm', deliveryMode: 2, headers: [] })).toBe(bare);
    expect(fingerprint({ headers: [own, count('1')] })).toBe(fingerprint({ headers: [count('7'), own] }));
  });

  it('differ when anything of the message differs', () => {
    const all = [
      fingerprint({ headers: [own] }),
      fingerprint({ headers: [{ key: 'own', value: { type: 'longString', value: 'a' } }] }),
      fingerprint({ messageId: 'other' }),
      fingerprint({}),
      fingerprint({}, 'another body'),
      fingerprint({}, 'digest', 'another key'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('are numbered where messages are equal', () => {
    const counter = new FingerprintCounter();
    const ids = ['f', 'g', 'f', 'f'].map((value) => counter.nextId(value));
    expect(ids).toEqual(['f', 'g', 'f.2', 'f.3']);
    expect(ids.map(fingerprintOfId)).toEqual(['f', 'g', 'f', 'f']);
  });
});
