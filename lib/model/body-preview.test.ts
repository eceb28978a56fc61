import { expect, it } from 'vitest';
import { bodyPreview } from './body-preview';
import { base64FromBytes } from './message-body';

const preview = (bytes: Uint8Array, contentEncoding?: string) =>
  bodyPreview({
    bodyBase64: base64FromBytes(bytes),
    bodySizeBytes: bytes.length,
    properties: contentEncoding === undefined ? {} : { contentEncoding },
  });
const utf8 = (text: string) => new TextEncoder().encode(text);

it('folds text on one line and may cut inside a character', () => {
  expect(preview(utf8('{\n  "a": 1\n}'))).toBe('{ "a": 1 }');
  expect(preview(utf8(`a${'€'.repeat(400)}`)).startsWith('a€€')).toBe(true);
});

it('shows bytes as hex and names what is packed', () => {
  expect(preview(Uint8Array.of(0xff, 0x00))).toBe('ff 00');
  expect(preview(Uint8Array.of(0x00, 0x02, 0x61))).toBe('00 02 61');
  expect(preview(Uint8Array.of(0x1f, 0x8b), 'gzip')).toBe('(gzip)');
  expect(preview(new Uint8Array())).toBe('');
});
