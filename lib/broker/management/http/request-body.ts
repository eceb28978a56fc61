import { managementLimits } from '../management-limits';
import { badRequest, HttpError } from './http-error';
import type { ApiRequest } from './management-api';

const tooLarge = (): HttpError =>
  new HttpError(413, 'payload_too_large', `the body is larger than ${managementLimits.bodyMaxBytes} bytes; split it up`, {
    connection: 'close',
  });

/** The whole body, at most bodyMaxBytes. Throws HttpError 413. */
export async function readBody({ headers, body }: Pick<ApiRequest, 'headers' | 'body'>): Promise<Buffer> {
  if (Number(headers['content-length'] ?? 0) > managementLimits.bodyMaxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > managementLimits.bodyMaxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, sizeBytes);
}

/** An empty body is `{}`, as in RabbitMQ. Throws HttpError 400 that says what is wrong and where. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw badRequest('not_json: the body is not UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badRequest(`not_json: ${error instanceof Error ? error.message : 'the body is not JSON'}`);
  }
  if (isDeeperThan(value, managementLimits.bodyDepthMax))
    throw badRequest(`the body is nested deeper than ${managementLimits.bodyDepthMax}`);
  return value;
}

/** Looks no deeper than it is asked to, so that it can't run out of stack itself. */
function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1));
}
