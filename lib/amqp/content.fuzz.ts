// Goal: a message's properties and body survive being laid out as frames of any legal size; scanning tells the truth about
// every header that decoding accepts, and refuses the ones that decoding would trip over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageProperties } from '../model/message';
import { bodyOf, buildContent, decodeContentHeader, encodeContentHeader, headerPayloadOf, propertiesOf } from './content';
import { ContentScan, EXPIRATION_INVALID } from './content-scan';
import { ConnectionError } from './errors';

const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const octet = fc.integer({ min: 0, max: 255 });
const digits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const properties = fc.record(
  {
    contentType: text,
    contentEncoding: text,
    headers: fc.array(fc.record({ key: text, value: text.map((value) => ({ type: 'string' as const, value })) }), { maxLength: 4 }),
    deliveryMode: octet,
    priority: octet,
    correlationId: text,
    replyTo: text,
    expiration: fc.oneof(
      text,
      fc.nat().map(String),
      fc.maxSafeNat().map((number) => String(number % 400_000_000_000)),
    ),
    messageId: text,
    timestamp: digits,
    type: text,
    userId: text,
    appId: text,
    clusterId: text,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<MessageProperties>;

describe('content', () => {
  it('comes back from frames of any size', () => {
    fc.assert(
      fc.property(
        properties,
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 9, max: 320 }),
        fc.nat(400),
        (given, body, frameMaxBytes, maxBytes) => {
          const content = buildContent(given, body, frameMaxBytes);
          expect(propertiesOf(content)).toEqual(given);
          expect(bodyOf(content).equals(body)).toBe(true);
          expect(bodyOf(content, maxBytes).equals(body.subarray(0, maxBytes))).toBe(true);
          expect(content.bodySizeBytes).toBe(body.length);
        },
      ),
    );
  });

  it('is scanned to the same facts that decoding finds', () => {
    const scan = new ContentScan();
    fc.assert(
      fc.property(properties, fc.maxSafeNat(), (given, bodySizeBytes) => {
        const payload = encodeContentHeader(given, bodySizeBytes);
        expect(decodeContentHeader(payload, 0, payload.length)).toEqual({ bodySizeBytes, properties: given });
        scan.scan(payload, 0, payload.length, null);
        expect(scan.bodySizeBytes).toBe(bodySizeBytes);
        expect(scan.deliveryMode).toBe(given.deliveryMode ?? 0);
        expect(scan.priority).toBe(given.priority ?? 0);
        expect(scan.headersStart >= 0).toBe(given.headers !== undefined);
        expect(scan.replyToStart < 0 ? undefined : payload.toString('utf8', scan.replyToStart, scan.replyToEnd)).toBe(given.replyTo);
        expect(scan.userIdStart < 0 ? undefined : payload.toString('utf8', scan.userIdStart, scan.userIdEnd)).toBe(given.userId);
        expect(scan.expirationMs).toBe(expirationOf(given.expiration));
      }),
    );
  });

  it('with a cut header is refused by the scan', () => {
    const scan = new ContentScan();
    fc.assert(
      fc.property(properties, fc.nat(), (given, seed) => {
        const payload = encodeContentHeader(given, 1);
        const cut = payload.subarray(0, seed % payload.length);
        expect(() => scan.scan(cut, 0, cut.length, null)).toThrow(ConnectionError);
      }),
    );
  });

  it('that the scan accepts can be decoded, whatever the bytes', () => {
    const scan = new ContentScan();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), fc.uint8Array({ maxLength: 60 }), (flags, rest) => {
        const payload = Buffer.concat([Buffer.from([0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), Buffer.from([flags >> 8, flags & 0xff]), rest]);
        try {
          scan.scan(payload, 0, payload.length, null);
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectionError);
          return;
        }
        decodeContentHeader(payload, 0, payload.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('shows its header payload as it lies in the slice', () => {
    const content = buildContent({ type: 't' }, Buffer.from('body'), 4_096);
    expect(headerPayloadOf(content).equals(encodeContentHeader({ type: 't' }, 4))).toBe(true);
  });
});

function expirationOf(given: string | undefined): number {
  if (given === undefined) return -1;
  return /^[0-9]{1,12}$/.test(given) && Number(given) <= 315_360_000_000 ? Number(given) : EXPIRATION_INVALID;
}
