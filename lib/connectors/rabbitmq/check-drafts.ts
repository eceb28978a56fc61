import type { MessageDraft, MessageProperties } from '../../model/message';
import { ConnectorError } from '../connector';
import { requireShort } from './topology-verbs';

const shortProperties = [
  'contentType',
  'contentEncoding',
  'correlationId',
  'replyTo',
  'expiration',
  'messageId',
  'type',
  'userId',
  'appId',
  'clusterId',
] as const satisfies readonly (keyof MessageProperties)[];

/** Refuses what can't be written on the wire before anything is sent. @throws ConnectorError invalid */
export function checkDrafts(drafts: readonly MessageDraft[]): void {
  for (const { exchange, routingKey, properties } of drafts) {
    requireShort(exchange, "An exchange's name");
    requireShort(routingKey, 'A routing key');
    for (const name of shortProperties) requireShort(properties[name] ?? '', `The property ${name}`);
    for (const { key } of properties.headers ?? []) requireShort(key, `The header name '${key.slice(0, 40)}…'`);
    if (properties.timestamp !== undefined && !/^\d{1,19}$/.test(properties.timestamp)) {
      throw new ConnectorError('invalid', 'The timestamp must be whole seconds since 1970.');
    }
  }
}
