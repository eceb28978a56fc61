const encoder = new TextEncoder();

/** One server-sent event (WHATWG HTML 9.2.5). JSON has no raw line breaks, so one data line is enough. */
export const sseEvent = (event: string, data: unknown): Uint8Array => encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/** Keeps proxies and sockets from giving an idle stream up. */
export const sseHeartbeat: Uint8Array = encoder.encode(':\n\n');
