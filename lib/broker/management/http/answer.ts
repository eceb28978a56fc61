import type { ServerResponse } from 'node:http';

/** What a handler gives back; respond.ts turns it into bytes. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly value: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'empty'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'bytes'; readonly contentType: string; readonly body: Buffer | string }
  /** The handler writes by itself, in slices; `write` must end the response. */
  | { readonly kind: 'stream'; readonly contentType: string; readonly write: (response: ServerResponse) => Promise<void> };

export const json = (value: unknown, status = 200): Answer => ({ kind: 'json', status, value });
export const created = (location?: string): Answer => ({
  kind: 'empty',
  status: 201,
  ...(location !== undefined && { headers: { location } }),
});
export const noContent = (): Answer => ({ kind: 'empty', status: 204 });
/** PUT: 201 for a new object, 204 for one that was there. */
export const createdOr204 = (isNew: boolean): Answer => (isNew ? created() : noContent());
