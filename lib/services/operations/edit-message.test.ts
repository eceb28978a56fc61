import { describe, expect, it } from 'vitest';
import type { BrowsedMessage } from '../../model/message';
import { editMessage } from './edit-message';

const message = (body: string | Buffer, properties: BrowsedMessage['properties'] = {}): BrowsedMessage => ({
  id: '1',
  position: 0,
  state: 'ready',
  redelivered: false,
  exchange: '',
  routingKey: 'q',
  properties,
  bodySizeBytes: Buffer.byteLength(body),
  bodyBase64: Buffer.from(body).toString('base64'),
  enqueuedAtMs: null,
  deliveryCount: null,
});
const setId = { bodyPatch: [{ op: 'replace' as const, path: '/id', value: 2 }], setHeaders: [], removeHeaders: [] };

describe('editMessage', () => {
  it('patches the body and keeps the rest', () => {
    const result = editMessage(message('{"id":1,"name":"Zoë"}', { contentType: 'application/json' }), setId);
    expect(result.ok && Buffer.from(result.edited.bodyBase64, 'base64').toString()).toBe('{"id":2,"name":"Zoë"}');
    expect(result.ok && result.edited.properties.contentType).toBe('application/json');
  });

  it('leaves the bytes alone when only headers change', () => {
    const body = Buffer.from([0xff, 0x00]);
    const edit = { bodyPatch: [], setHeaders: [{ key: 'a', value: { type: 'int32' as const, value: 2 } }], removeHeaders: ['b'] };
    const headers = [
      { key: 'a', value: { type: 'int32' as const, value: 1 } },
      { key: 'b', value: { type: 'boolean' as const, value: true } },
    ];
    const result = editMessage(message(body, { headers }), edit);
    expect(result.ok && result.edited.bodyBase64).toBe(body.toString('base64'));
    expect(result.ok && result.edited.properties.headers).toEqual(edit.setHeaders);
  });

  it.each<[string, BrowsedMessage, RegExp]>([
    ['no JSON', message('hello'), /not JSON/],
    ['an encoded body', message('{"id":1}', { contentEncoding: 'gzip' }), /gzip/],
    ['invalid UTF-8', message(Buffer.from([0x22, 0xff, 0x22])), /UTF-8/],
    ['a number that would lose digits', message('{"id":1,"big":12345678901234567890}'), /digits/],
    ['a body cut short', { ...message('{"id":1}'), bodySizeBytes: 900 }, /too large/],
    ['a missing place', message('{"name":1}'), /nothing at \/id/],
  ])('names why it leaves out %s', (_name, given, reason) => {
    const result = editMessage(given, setId);
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('keeps long digits inside strings', () => {
    expect(editMessage(message('{"id":1,"card":"12345678901234567890"}'), setId).ok).toBe(true);
  });
});
