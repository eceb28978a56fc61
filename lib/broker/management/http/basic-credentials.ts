import { HttpError } from './http-error';

/** RFC 7617. The realm is RabbitMQ's: tools look for it. */
export const challenge = { 'www-authenticate': 'Basic realm="RabbitMQ Management"' } as const;

export type Credentials = { readonly name: string; readonly password: string };

/** Null when the client sent none. Throws 400 when it sent something that is no Basic header, 401 for other schemes. */
export function parseBasicCredentials(header: string | undefined): Credentials | null {
  if (header === undefined || header === '') return null;
  const [scheme, encoded] = header.split(' ', 2);
  if (scheme?.toLowerCase() !== 'basic') throw new HttpError(401, 'not_authorized', 'Login failed', challenge);
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw new HttpError(400, 'bad_request', 'the authorization header is not Basic base64(name:password)');
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
