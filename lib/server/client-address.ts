/** Set by scripts/start.mjs from the socket, whatever the client claims. */
export const clientAddressHeader = 'x-warren-client-address';

export const clientAddress = (headers: Headers): string => headers.get(clientAddressHeader) ?? 'unknown';
