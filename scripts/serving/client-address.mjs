// Who is at the other end, for the audit and for slowing guesses down. A client can't choose it.
const header = 'x-warren-client-address';

/** With a proxy before the console (WARREN_PUBLIC_URL), the last hop of X-Forwarded-For is what that proxy saw. */
export function noteClientAddress(request, hasProxy) {
  const forwarded = hasProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  request.headers[header] = forwarded || request.socket.remoteAddress || 'unknown';
}
