import { type ApiError, type ApiErrorCode, apiErrorCodes } from '../model/console';

/** A request that takes longer than this is given up and said so, rather than leaving a page waiting for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/** What the console's API answered instead of a result. `message` is a sentence for people; `fields` belong beside form fields. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ApiErrorCode;
  readonly fields: Readonly<Record<string, string>>;

  constructor(error: ApiError) {
    super(error.message);
    this.code = error.code;
    this.fields = error.fields ?? {};
  }
}

export type RequestInput = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/**
 * The one way to the console's API: joins and percent-encodes the path's segments, sends and reads JSON, throws RequestError.
 *   await request<Queue>(['brokers', broker, 'queues', virtualHost, name], { method: 'DELETE', query: { ifEmpty: true } });
 */
export async function request<Result>(path: readonly string[], input: RequestInput = {}): Promise<Result> {
  const response = await send(urlOf(path, input.query), input);
  if (!response.ok) throw await errorOf(response);
  if (response.status === 204) return undefined as Result;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Result;
}

/**
 * Sends a file as it is; it may take as long as it takes, and ends with `signal`.
 * Throws RequestError like `request`.
 */
export async function upload<Result>(path: readonly string[], file: Blob, input: Pick<RequestInput, 'query' | 'signal'>): Promise<Result> {
  let response: Response;
  try {
    response = await fetch(urlOf(path, input.query), {
      ...{ method: 'POST', credentials: 'same-origin', cache: 'no-store', body: file },
      headers: { 'content-type': 'application/x-ndjson' },
      ...(input.signal ? { signal: input.signal } : {}),
    });
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    const message = 'The file could not be sent to the console. Check that the console is running and that you are connected.';
    throw new RequestError({ code: 'broker-timeout', message });
  }
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as Result;
}

/** Address of an API resource, for EventSource and download links. */
export function urlOf(path: readonly string[], query: RequestInput['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(key, String(value));
  }
  const suffix = search.size === 0 ? '' : `?${search}`;
  return `/api/${path.map(encodeURIComponent).join('/')}${suffix}`;
}

async function send(url: string, input: RequestInput): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    return await fetch(url, {
      method: input.method ?? 'GET',
      credentials: 'same-origin',
      cache: 'no-store',
      signal: input.signal ? AbortSignal.any([input.signal, timeout]) : timeout,
      ...(input.body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(input.body) }),
    });
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    const message = timeout.aborted
      ? `The console did not answer within ${REQUEST_TIMEOUT_MS / 1000} s. It may be busy; try again.`
      : 'The console could not be reached. Check that it is running and that you are connected.';
    throw new RequestError({ code: 'broker-timeout', message });
  }
}

async function errorOf(response: Response): Promise<RequestError> {
  const body: unknown = await response.json().catch(() => null);
  if (isApiError(body)) return new RequestError(body);
  return new RequestError({ code: 'internal', message: `The console answered ${response.status} without saying why. Its log says more.` });
}

function isApiError(body: unknown): body is ApiError {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('message' in body)) return false;
  return typeof body.message === 'string' && typeof body.code === 'string' && body.code in apiErrorCodes;
}

export const isForbidden = (cause: unknown): boolean => cause instanceof RequestError && cause.code === 'forbidden';
export const isNotSignedIn = (cause: unknown): boolean => cause instanceof RequestError && cause.code === 'not-signed-in';
export const isNotFound = (cause: unknown): boolean => cause instanceof RequestError && cause.code === 'not-found';

/** A sentence for people about any failure; never a stack or an object. */
export function errorSentence(cause: unknown): string {
  if (cause instanceof RequestError) return cause.message;
  return 'Something in this page went wrong. Reload it; if that does not help, tell an admin what you did.';
}
