import { mayAct, type Role } from '../../model/access';
import type { BrowsedMessage } from '../../model/message';

export const mayReadBodies = (role: Role): boolean => mayAct(role, 'message.read-body');

/** Lists cut bodies here: a page of 500 stays below a few megabytes. */
const listedBodyBytesMax = 4096;

/** How much of each body a list shows to this role. */
export const listedBodyBytes = (role: Role): number => (mayReadBodies(role) ? listedBodyBytesMax : 0);

/** The message without what it says: no body, no headers. Sizes, routing and the other properties stay. */
export function withhold(message: BrowsedMessage): BrowsedMessage {
  const { headers: _headers, ...properties } = message.properties;
  return { ...message, properties, bodyBase64: '' };
}
