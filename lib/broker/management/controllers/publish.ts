import * as z from 'zod';
import { ChannelError, replyCode } from '../../../amqp/errors';
import { createMessage } from '../../create-message';
import { publishResult } from '../../ports';
import { json } from '../http/answer';
import { shortText } from '../http/body-schema';
import type { Call } from '../http/call';
import { badRequest, HttpError, notAuthorised } from '../http/http-error';
import type { Resource } from '../http/router';
import { propertiesBody } from '../message-properties';
import { requireOwnUserId } from '../require-own-user-id';

const access = 'management';
const publishBody = z.object({
  properties: propertiesBody,
  routing_key: shortText,
  payload: z.string('payload_not_string'),
  payload_encoding: z.string(),
});

function decodePayload(payload: string, encoding: string): Buffer {
  if (encoding === 'string') return Buffer.from(payload, 'utf8');
  if (encoding !== 'base64') throw badRequest(`unsupported_encoding: ${encoding}`);
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(payload)) throw badRequest('not_base64');
  return Buffer.from(payload, 'base64');
}

/** Mandatory and confirmed: answers when the message is as safe as its queues make it. */
async function publish(call: Call) {
  const body = await call.body(publishBody);
  const virtualHost = call.virtualHost();
  const name = call.exchangeName();
  const exchange = virtualHost.exchanges.get(name);
  if (exchange === undefined) throw badRequest(`404 NOT_FOUND - no exchange '${name}' in vhost '${virtualHost.name}'`);
  call.requirePermission('write', name);
  const { accounts, store } = call.broker;
  const isTopic = exchange.identity.type === 'topic';
  if (isTopic && !accounts.permitsTopic(call.user.name, virtualHost.name, name, 'write', body.routing_key))
    throw notAuthorised('Access refused.');
  if (exchange.identity.isInternal)
    throw new ChannelError(
      replyCode.accessRefused,
      `ACCESS_REFUSED - cannot publish to internal exchange '${name}' in vhost '${virtualHost.name}'`,
    );
  requireOwnUserId(call.user, body.properties.userId);
  if (store.refusal !== null) throw new HttpError(503, 'unavailable', store.refusal);
  const message = createMessage(name, body.routing_key, body.properties, decodePayload(body.payload, body.payload_encoding));
  const result = virtualHost.publishTo(exchange, message);
  const isRouted = (result & publishResult.routed) !== 0;
  virtualHost.counters.publish++;
  if (!isRouted) virtualHost.counters.returnUnroutable++;
  if ((result & publishResult.rejected) !== 0) throw badRequest('rejected: a queue on the way is full and takes no more');
  const group = virtualHost.lastGroup;
  if ((result & publishResult.stored) !== 0) await new Promise<void>((resolve) => store.whenDurable(group, resolve));
  virtualHost.counters.confirm++;
  return json({ routed: isRouted });
}

export const publishResources: readonly Resource[] = [
  { path: '/api/exchanges/:vhost/:exchange/publish', methods: { POST: { access, handle: publish } } },
];
