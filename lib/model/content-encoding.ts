/**
 * Undoing of content-encoding where the platform can: gzip, deflate (with and without zlib's header) and, on recent
 * browsers, brotli. Bounded: a kilobyte that swells to gigabytes is cut, and said to be.
 */
export const inflatedBytesMax = 16 * 1024 * 1024;

export type Inflated =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly isCut: boolean }
  | { readonly ok: false; readonly reason: string };

const formats = new Map<string, readonly string[]>([
  ['gzip', ['gzip']],
  ['x-gzip', ['gzip']],
  // RFC 9110 8.4.1.2 means zlib's format; many senders mean the raw stream.
  ['deflate', ['deflate', 'deflate-raw']],
  ['br', ['brotli']],
  ['brotli', ['brotli']],
]);

export const isCompressed = (contentEncoding: string | undefined): contentEncoding is string =>
  contentEncoding !== undefined && formats.has(contentEncoding.trim().toLowerCase());

export const looksLikeGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** `isPart`: the bytes are only the beginning of the body, so an early end is expected and what came out until then counts. */
export async function inflate(bytes: Uint8Array, contentEncoding: string, isPart: boolean): Promise<Inflated> {
  const name = contentEncoding.trim().toLowerCase();
  let reason = `This console can't undo the content encoding '${contentEncoding}'.`;
  for (const format of formats.get(name) ?? []) {
    const result = await inflateAs(bytes, format, isPart);
    if (result.ok) return result;
    reason = result.reason;
  }
  return { ok: false, reason };
}

async function inflateAs(bytes: Uint8Array, format: string, isPart: boolean): Promise<Inflated> {
  let stream: GenericTransformStream;
  try {
    stream = new DecompressionStream(format as CompressionFormat);
  } catch {
    return { ok: false, reason: `This browser can't undo ${format}; a newer one can. The compressed bytes are shown.` };
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const source = new Blob([Uint8Array.from(bytes)]).stream() as ReadableStream<Uint8Array>;
  const reader = (source.pipeThrough(stream) as ReadableStream<Uint8Array>).getReader();
  try {
    while (length < inflatedBytesMax) {
      const { done, value } = await reader.read();
      if (done) return { ok: true, bytes: join(chunks, length), isCut: isPart };
      chunks.push(value);
      length += value.length;
    }
    await reader.cancel();
    return { ok: true, bytes: join(chunks, length).subarray(0, inflatedBytesMax), isCut: true };
  } catch {
    if (isPart && length > 0) return { ok: true, bytes: join(chunks, length), isCut: true };
    return { ok: false, reason: `The content encoding says ${format}, but the bytes are not valid ${format}.` };
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
