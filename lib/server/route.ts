import { randomBytes } from 'node:crypto';
import type { ZodError, ZodType } from 'zod';
import { type ApiError, apiErrorCodes } from '../model/console';
import type { ServiceContext } from '../services/context';
import { ServiceError, toServiceError } from '../services/errors';
import { jsonBytesMax, readJson } from './body';
import { requireSameOrigin } from './origin';
import { findRuntime, getRuntime, type Runtime } from './runtime';
import { serviceContext } from './service-context';

type Shapes<Params, Query, Body> = {
  readonly params?: ZodType<Params>;
  readonly query?: ZodType<Query>;
  readonly body?: ZodType<Body>;
  readonly bodyBytesMax?: number;
};
type Parsed<Params, Query, Body> = { readonly params: Params; readonly query: Query; readonly body: Body; readonly request: Request };
type Segments = Record<string, string | string[] | undefined>;
type NextRoute = (request: Request, segment: { params: Promise<Segments | undefined> }) => Promise<Response>;

/**
 * Every route handler of the console is made here: origin check, session, parsing, the verb, and errors in one shape.
 * The handler returns a Response, or data to send as JSON, or nothing (204).
 */
export function route<Params = unknown, Query = unknown, Body = unknown>(
  shapes: Shapes<Params, Query, Body>,
  handle: (call: Parsed<Params, Query, Body> & { readonly context: ServiceContext }) => Promise<unknown>,
): NextRoute {
  return answered(async (runtime, request, params) => {
    // Before the body is read: nobody who is not signed in makes the console hold megabytes.
    const context = await signedIn(runtime, request.headers);
    return handle({ ...(await parseCall(shapes, request, params)), context });
  });
}

/** Like `route` for the few doors that are open to people who are not signed in. */
export function publicRoute<Params = unknown, Query = unknown, Body = unknown>(
  shapes: Shapes<Params, Query, Body>,
  handle: (call: Parsed<Params, Query, Body> & { readonly runtime: Runtime }) => Promise<unknown>,
): NextRoute {
  return answered(async (runtime, request, params) => handle({ ...(await parseCall(shapes, request, params)), runtime }));
}

function answered(run: (runtime: Runtime, request: Request, params: Segments | undefined) => Promise<unknown>): NextRoute {
  return async (request, segment) => {
    try {
      const runtime = getRuntime();
      if (request.method !== 'GET') requireSameOrigin(request.headers, runtime.environment.publicUrl);
      return toResponse(await run(runtime, request, await segment.params));
    } catch (error) {
      return toErrorResponse(error);
    }
  };
}

async function signedIn(runtime: Runtime, headers: Headers): Promise<ServiceContext> {
  const session = await runtime.authentication.findSession(headers);
  if (!session) throw new ServiceError('not-signed-in', 'Sign in to go on.');
  return serviceContext(runtime, session.person);
}

async function parseCall<Params, Query, Body>(
  shapes: Shapes<Params, Query, Body>,
  request: Request,
  params: Segments | undefined,
): Promise<Parsed<Params, Query, Body>> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const body = shapes.body ? await readJson(request, shapes.bodyBytesMax ?? jsonBytesMax) : undefined;
  // A shape that is not given leaves its type at unknown, so nothing unparsed is ever read as something known.
  return {
    params: parse(shapes.params, params ?? {}) as Params, // Next has percent-decoded each segment, once: `%2F` is a slash inside a name
    query: parse(shapes.query, query) as Query,
    body: parse(shapes.body, body) as Body,
    request,
  };
}

function parse<Value>(shape: ZodType<Value> | undefined, given: unknown): Value | undefined {
  if (!shape) return undefined;
  const result = shape.safeParse(given);
  if (result.success) return result.data;
  throw invalidInput(result.error);
}

function invalidInput(error: ZodError): ServiceError {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.') || 'request', issue.message]));
  const sentences = Object.entries(fields).map(([field, message]) => `${field}: ${message}`);
  return new ServiceError('invalid-input', sentences.slice(0, 5).join(' '), fields);
}

const apiHeaders = { 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };

function toResponse(result: unknown): Response {
  if (result instanceof Response) return result;
  if (result === undefined) return new Response(null, { status: 204, headers: apiHeaders });
  return Response.json(result, { headers: apiHeaders });
}

/** What is expected says what it is; anything else is logged whole and answered with a reference only. */
function toErrorResponse(error: unknown): Response {
  const known = toServiceError(error);
  if (known) {
    const body: ApiError = { code: known.code, message: known.message, ...(known.fields && { fields: known.fields }) };
    return Response.json(body, { status: apiErrorCodes[known.code], headers: apiHeaders });
  }
  const reference = randomBytes(4).toString('hex');
  findRuntime()?.log.error({ err: error, reference }, 'a request failed');
  const body: ApiError = { code: 'internal', message: `The console failed at this. Its log says why under the reference ${reference}.` };
  return Response.json(body, { status: apiErrorCodes.internal, headers: apiHeaders });
}
