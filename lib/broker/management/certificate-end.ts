import { X509Certificate } from 'node:crypto';
import type { TlsOptions } from 'node:tls';

/** When the server's certificate ends, ms since the epoch; null when it can't be told. */
export function certificateEndsAtMs({ cert }: TlsOptions): number | null {
  if (typeof cert !== 'string' && !Buffer.isBuffer(cert)) return null;
  const endsAtMs = Date.parse(new X509Certificate(cert).validTo);
  return Number.isNaN(endsAtMs) ? null : endsAtMs;
}
