import type { BulkMessage } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';

/** A message as a filter sees it: the body as it lies on the wire, the properties decoded only when asked for. */
export type SearchedMessage = Omit<BulkMessage, 'id'> & { readonly id: string | null };

export function toSearched({ properties, bodyBase64, ...message }: BrowsedMessage): SearchedMessage {
  return { ...message, body: Buffer.from(bodyBase64, 'base64'), properties: () => properties };
}

/** `bodySizeBytes` keeps the true size of a body that is cut. */
export function toBrowsed({ properties, body, ...message }: SearchedMessage, bodyLimitBytes: number): BrowsedMessage {
  const shown = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, bodyLimitBytes));
  return { ...message, properties: properties(), bodyBase64: shown.toString('base64') };
}
