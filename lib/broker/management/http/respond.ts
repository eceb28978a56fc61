import type { ServerResponse } from 'node:http';
import type { Answer } from './answer';

const unreadable = { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' } as const;

/** `isHead`: the headers of a GET without its body. */
export async function respond(response: ServerResponse, answer: Answer, isHead: boolean): Promise<void> {
  if (answer.kind === 'stream') {
    response.writeHead(200, { ...unreadable, 'content-type': answer.contentType });
    if (isHead) response.end();
    else await answer.write(response);
    return;
  }
  if (answer.kind === 'empty') {
    // Without a length, clients that keep the connection wait for a body that never comes (204 must not have one).
    response.writeHead(answer.status, { ...unreadable, ...answer.headers, ...(answer.status !== 204 && { 'content-length': 0 }) });
    response.end();
    return;
  }
  const body = answer.kind === 'json' ? JSON.stringify(answer.value) : answer.body;
  response.writeHead(answer.kind === 'json' ? answer.status : 200, {
    ...unreadable,
    ...(answer.kind === 'json' && answer.headers),
    'content-type': answer.kind === 'json' ? 'application/json' : answer.contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.end(isHead ? undefined : body);
}
