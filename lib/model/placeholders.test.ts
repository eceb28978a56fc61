import { describe, expect, it } from 'vitest';
import type { MessageDraft } from './message';
import { fillDraft, fillText, randomUuid } from './placeholders';

const values = { n: 7, uuid: 'u', now: 't' };
const draft = (body: Uint8Array | string): MessageDraft => ({
  exchange: 'x.{{n}}',
  routingKey: 'order.{{n}}',
  properties: {
    messageId: '{{uuid}}',
    contentType: 'application/json',
    headers: [
      { key: 'sent', value: { type: 'string', value: 'at {{now}}' } },
      { key: 'tries', value: { type: 'int32', value: 1 } },
    ],
  },
  bodyBase64: Buffer.from(body).toString('base64'),
});

describe('placeholders', () => {
  it('are filled in the body, the key, the ids and headers that are text', () => {
    const filled = fillDraft(draft('{"n": {{n}}, "id": "{{uuid}}", "other": "{{name}}", "é": 1}'), values);
    expect(Buffer.from(filled.bodyBase64, 'base64').toString()).toBe('{"n": 7, "id": "u", "other": "{{name}}", "é": 1}');
    expect(filled).toMatchObject({ exchange: 'x.{{n}}', routingKey: 'order.7', properties: { messageId: 'u' } });
    expect(filled.properties.headers).toEqual([
      { key: 'sent', value: { type: 'string', value: 'at t' } },
      { key: 'tries', value: { type: 'int32', value: 1 } },
    ]);
  });

  it('leaves bytes that are no text alone', () => {
    const bytes = Uint8Array.from([0x7b, 0x7b, 0x6e, 0x7d, 0x7d, 0xff]);
    expect(fillDraft(draft(bytes), values).bodyBase64).toBe(draft(bytes).bodyBase64);
  });

  it('is never filled twice: what was put in is not looked at again', () => {
    expect(fillText('{{n}}{{uuid}}', { ...values, uuid: '{{n}}' })).toBe('7{{n}}');
  });

  it('makes version 4 UUIDs', () => {
    expect(randomUuid(new Uint8Array(16).fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(randomUuid()).not.toBe(randomUuid());
  });
});
