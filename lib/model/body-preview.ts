import { isCompressed } from './content-encoding';
import type { BrowsedMessage } from './message';
import { bytesFromBase64, hasControls } from './message-body';

/** What fits on a row of a list; reading more would be work for nothing. */
const previewBytes = 300;
const previewBase64Length = (previewBytes / 3) * 4;

/** The body's beginning on one line: text with its white space folded, else the first bytes as hex. Never throws. */
export function bodyPreview(message: Pick<BrowsedMessage, 'bodyBase64' | 'bodySizeBytes' | 'properties'>): string {
  const { contentEncoding } = message.properties;
  if (isCompressed(contentEncoding)) return `(${contentEncoding})`;
  const bytes = bytesFromBase64(message.bodyBase64.slice(0, previewBase64Length));
  try {
    // stream: the slice may end inside a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return hasControls(text) ? hexOf(bytes) : text.replace(/\s+/g, ' ').trim();
  } catch {
    return hexOf(bytes);
  }
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes.subarray(0, 24), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
