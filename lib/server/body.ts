import { ServiceError } from '../services/errors';

export const jsonBytesMax = 1024 * 1024;

/** Reads a request's JSON, however it is sent, up to a bound; an absent body is undefined. */
export async function readJson(request: Request, bytesMax: number): Promise<unknown> {
  const bytes = await readBytes(request, bytesMax);
  if (bytes.byteLength === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ServiceError('invalid-input', 'The request holds no valid JSON in UTF-8.');
  }
}

async function readBytes(request: Request, bytesMax: number): Promise<Buffer> {
  const tooLarge = () => new ServiceError('too-large', `The request is larger than ${Math.floor(bytesMax / 1024)} KiB.`);
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
