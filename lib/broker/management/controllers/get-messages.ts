import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import { bodyOf } from '../../../amqp';
import { ChannelError, replyCode } from '../../../amqp/errors';
import type { Queue } from '../../queue/queue';
import type { QueueEntry } from '../../queue-entry';
import type { MessageCounters } from '../../stats/message-counters';
import { json } from '../http/answer';
import { flexibleInteger } from '../http/body-schema';
import type { Call } from '../http/call';
import { badRequest } from '../http/http-error';
import type { Resource } from '../http/router';
import { managementLimits } from '../management-limits';
import { propertiesRow } from '../message-properties';
import { readableProperties } from '../messages/browsed-message';

const access = 'management';
const ackModes = ['ack_requeue_true', 'ack_requeue_false', 'reject_requeue_true', 'reject_requeue_false'] as const;
type AckMode = (typeof ackModes)[number];

const getBody = z.object({
  count: flexibleInteger,
  ackmode: z.string(),
  encoding: z.string(),
  truncate: flexibleInteger.optional(),
});

async function get(call: Call) {
  const body = await call.body(getBody);
  const mode = ackModes.find((known) => known === body.ackmode);
  if (mode === undefined) throw badRequest(`Invalid ackmode value: ${body.ackmode}; one of ${ackModes.join(', ')}`);
  const { encoding } = body;
  if (encoding !== 'auto' && encoding !== 'base64') throw badRequest('Unsupported encoding. Please use auto or base64.');
  const name = call.parameter('queue');
  const queue = call.virtualHost().queues.get(name);
  if (queue === undefined)
    throw new ChannelError(replyCode.notFound, `NOT_FOUND - no queue '${name}' in vhost '${call.parameter('vhost')}'`);
  call.requirePermission('read', name);
  const count = Math.min(Math.max(body.count, 0), managementLimits.getCountMax);
  const rows = take(queue, count, mode, (entry) => messageRow(entry, queue, encoding, body.truncate));
  countFetched(call.virtualHost().counters, rows, mode);
  return json(rows);
}

/** The virtual host's totals are the caller's to keep, as they are a channel's for its own gets. */
function countFetched(counters: MessageCounters, rows: readonly { readonly redelivered: boolean }[], mode: AckMode): void {
  if (mode === 'ack_requeue_false') counters.getNoAck += rows.length;
  else counters.get += rows.length;
  counters.redeliver += rows.filter((row) => row.redelivered).length;
  if (rows.length === 0) counters.getEmpty++;
}

/** All in one go: no delivery comes in between, so that what is put back is where it was. */
function take<Row>(queue: Queue, count: number, mode: AckMode, row: (entry: QueueEntry) => Row): Row[] {
  const isAutomatic = mode === 'ack_requeue_false';
  const held: QueueEntry[] = [];
  const rows: Row[] = [];
  let bodyBytes = 0;
  try {
    while (rows.length < count && bodyBytes < managementLimits.getBodiesMaxBytes) {
      const entry = queue.get(isAutomatic);
      if (entry === null) break;
      if (!isAutomatic) held.push(entry);
      bodyBytes += entry.message.bodySizeBytes;
      rows.push(row(entry));
    }
  } finally {
    if (mode === 'reject_requeue_false') for (const entry of held) queue.reject(entry);
    else if (held.length > 0) queue.requeue(held);
  }
  return rows;
}

/** RabbitMQ cuts before it looks whether the payload is text: a cut inside a character makes it base64. */
function messageRow(entry: QueueEntry, queue: Queue, encoding: 'auto' | 'base64', truncate: number | undefined) {
  const { message } = entry;
  const payload = bodyOf(message, truncate === undefined ? undefined : Math.max(0, truncate));
  const isText = encoding === 'auto' && isUtf8(payload);
  return {
    payload_bytes: message.bodySizeBytes,
    redelivered: entry.isRedelivered,
    exchange: message.exchange,
    routing_key: message.routingKey,
    message_count: queue.readyCount,
    properties: propertiesRow(readableProperties(message)),
    payload: payload.toString(isText ? 'utf8' : 'base64'),
    payload_encoding: isText ? 'string' : 'base64',
  };
}

export const getMessagesResources: readonly Resource[] = [
  { path: '/api/queues/:vhost/:queue/get', methods: { POST: { access, handle: get } } },
];
