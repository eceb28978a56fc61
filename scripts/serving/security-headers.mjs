// What every answer of the console tells the browser about trust.
import { randomBytes } from 'node:crypto';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/**
 * Sets the headers. Pages get a Content Security Policy with a nonce of their own; Next reads the nonce from the request's
 * own header of that name and puts it on its scripts, and app/layout.tsx reads x-nonce. Route handlers set theirs themselves.
 */
export function secure(request, response, isDevelopment) {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  delete request.headers['x-nonce'];
  delete request.headers['content-security-policy'];
  delete request.headers['content-security-policy-report-only'];
  if (/^\/(api|_next\/static)\//.test(request.url ?? '')) return;
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, isDevelopment);
  request.headers['x-nonce'] = nonce;
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
}

/** Inline styles stay allowed: charts, graph and virtual rows place themselves with style attributes. */
export function contentSecurityPolicy(nonce, isDevelopment) {
  const directives = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(isDevelopment ? ['ws:'] : [])],
    'worker-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
