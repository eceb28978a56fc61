import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { inflatedBytesMax } from './content-encoding';
import { formatJson } from './json-tree';
import { base64FromBytes, bytesFromBase64, decodeBody } from './message-body';

const utf8 = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array, contentType?: string, contentEncoding?: string, isWhole = true) =>
  decodeBody({
    bytes,
    isWhole,
    properties: { ...(contentType === undefined ? {} : { contentType }), ...(contentEncoding === undefined ? {} : { contentEncoding }) },
  });

describe('decodeBody', () => {
  it('reads declared and undeclared JSON as a tree', async () => {
    for (const type of ['application/json', 'application/vnd.order+json; charset=utf-8', undefined, 'application/octet-stream']) {
      const body = await decode(utf8('{"id": 90071992547409931}'), type);
      expect(body.format).toBe('json');
      expect(body.tree && formatJson(body.tree)).toBe('{\n  "id": 90071992547409931\n}');
      expect(body.notes).toEqual([]);
    }
  });

  it('says where declared JSON breaks, and shows it as text', async () => {
    const body = await decode(utf8('{"id": 1,}'), 'application/json');
    expect(body).toMatchObject({ format: 'text', text: '{"id": 1,}', tree: null });
    expect(body.notes[0]).toBe(
      'The content type says JSON, but it is not valid: line 1, column 10: A key in double quotes is expected here.',
    );
  });

  it('keeps a cut JSON body as text without calling it broken', async () => {
    expect(await decode(utf8('{"id": 1, "na'), 'application/json', undefined, false)).toMatchObject({
      format: 'json',
      tree: null,
      notes: [],
    });
  });

  it('lets a cut body end inside a character', async () => {
    const euro = utf8('ab€');
    expect((await decode(euro.subarray(0, 4), 'text/plain', undefined, false)).text).toBe('ab');
    expect((await decode(euro.subarray(0, 4), 'text/plain')).format).toBe('hex');
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('undoes %s', async (encoding, compress) => {
    const body = await decode(compress(utf8('{"a":1}')), 'application/json', encoding);
    expect(body.format).toBe('json');
    expect(body.notes[0]).toContain(`Unpacked from ${encoding}`);
  });

  it('unpacks brotli where the platform can and says so where it can’t', async () => {
    const body = await decode(brotliCompressSync(utf8('{"a":1}')), 'application/json', 'br');
    const canBrotli = body.format === 'json';
    expect(body.notes[0]).toContain(canBrotli ? 'Unpacked from br' : "can't undo brotli");
  });

  it('notices undeclared gzip', async () => {
    const body = await decode(gzipSync(utf8('hello')));
    expect(body).toMatchObject({ format: 'text', text: 'hello' });
    expect(body.notes[0]).toContain('begins like gzip');
  });

  it('shows the beginning of a cut gzip body', async () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `line ${i * 7919}`).join('\n');
    const whole = gzipSync(utf8(text));
    const body = await decode(whole.subarray(0, Math.floor(whole.length / 2)), 'text/plain', 'gzip', false);
    expect(body.text?.length).toBeGreaterThan(100);
    expect(text.startsWith(body.text ?? 'x')).toBe(true);
  });

  it('says why bytes that claim to be gzip are shown as they are', async () => {
    const body = await decode(Uint8Array.of(0xff, 0xfe, 0x00), 'application/json', 'gzip');
    expect(body.format).toBe('hex');
    expect(body.notes[0]).toBe('The content encoding says gzip, but the bytes are not valid gzip.');
  });

  it('cuts what swells beyond the bound', async () => {
    const bomb = gzipSync(new Uint8Array(inflatedBytesMax * 2));
    expect((await decode(bomb, 'text/plain', 'gzip')).bytes.length).toBe(inflatedBytesMax);
  });

  it('reads MessagePack with big numbers, bytes and timestamps', async () => {
    const bytes = encode(
      { id: 9007199254740993n, raw: Uint8Array.of(1, 255), at: new Date('2026-01-02T03:04:05Z') },
      { useBigInt64: true },
    );
    const body = await decode(bytes, 'application/msgpack');
    expect(body.format).toBe('messagepack');
    expect(body.tree && formatJson(body.tree)).toBe('{\n  "id": 9007199254740993,\n  "raw": 01 ff,\n  "at": 2026-01-02T03:04:05.000Z\n}');
    expect((await decode(bytes)).notes[0]).toContain('valid MessagePack');
    expect((await decode(Uint8Array.of(0xc1), 'application/msgpack')).format).toBe('hex');
  });

  it('reads other character sets, XML and plain text', async () => {
    expect((await decode(Uint8Array.of(0x66, 0xfc, 0x72), 'text/plain; charset=iso-8859-1')).text).toBe('für');
    expect((await decode(utf8('<a/>'))).format).toBe('xml');
    expect((await decode(utf8('hello 3'))).format).toBe('text');
    expect((await decode(new Uint8Array())).format).toBe('empty');
    expect((await decode(utf8('a\u0000b'))).format).toBe('hex');
    expect((await decode(utf8('x'), 'text/plain; charset=nonsense')).format).toBe('hex');
  });
});

it('takes base64 there and back, also beyond one slice', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
  expect(bytesFromBase64(base64FromBytes(bytes))).toEqual(bytes);
});
