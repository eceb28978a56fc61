/** Says no in RabbitMQ's form: `{"error": …, "reason": …}` under `status`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly status: number,
    readonly error: string,
    readonly reason: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${error}: ${reason}`);
  }
}

export const notFound = (): HttpError => new HttpError(404, 'Object Not Found', 'Not Found');
export const badRequest = (reason: string): HttpError => new HttpError(400, 'bad_request', reason);
/** Known, but not allowed: RabbitMQ answers 401 here too. Spelt with an s, unlike the failed login. */
export const notAuthorised = (reason: string): HttpError => new HttpError(401, 'not_authorised', reason);
