import { parseUrl } from '../base/parse-url';
import { ServiceError } from '../services/errors';

/**
 * Refuses a change that another site's page made the browser send (OWASP CSRF cheat sheet, verifying origin).
 * Browsers send Origin with every non-GET request; its host must be the one the request came to. Programs without a
 * browser send neither header and carry no cookie by accident, so they pass.
 */
export function requireSameOrigin(headers: Headers, publicUrl: string | null): void {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') throw foreign();
  const origin = headers.get('origin');
  if (origin === null) return;
  const sender = parseUrl(origin);
  const isOurs = sender !== null && (sender.host === headers.get('host') || sender.origin === (publicUrl && new URL(publicUrl).origin));
  if (!isOurs) throw foreign();
}

const foreign = (): ServiceError =>
  new ServiceError(
    'forbidden',
    'This change was asked for by another site. Open the console itself; behind a proxy, set WARREN_PUBLIC_URL.',
  );
