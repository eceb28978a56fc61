import { crc32 } from 'node:zlib';
import { encodeTable } from '../../../amqp';
import type { TypedTable } from '../../../model/field-table';

/**
 * RabbitMQ's name for one binding among those of a source and a destination:
 *   `~`                  neither routing key nor arguments
 *   form-quoted key      no arguments
 *   form-quoted key~hash with arguments; the hash is opaque, 4 bytes base64url as RabbitMQ's
 */
export function propertiesKey(routingKey: string, bindingArguments: TypedTable): string {
  const key = quotePlus(routingKey);
  if (bindingArguments.length === 0) return key === '' ? '~' : key;
  const hash = Buffer.alloc(4);
  hash.writeUInt32BE(crc32(encodeTable(bindingArguments.toSorted((a, b) => (a.key < b.key ? -1 : 1)))));
  return `${key}~${hash.toString('base64url')}`;
}

/** application/x-www-form-urlencoded, `~` quoted too because it parts key and hash. */
const quotePlus = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[~!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
