import { mayAct, type Role } from '../../model/access';
import type { BrowsedMessage } from '../../model/message';

export const mayReadBodies = (role: Role): boolean => mayAct(role, 'message.read-body');

/** The message without what it says: no body, no headers. Sizes, routing and the other properties stay. */
export function withhold(message: BrowsedMessage): BrowsedMessage {
  const { headers: _headers, ...properties } = message.properties;
  return { ...message, properties, bodyBase64: '' };
}
