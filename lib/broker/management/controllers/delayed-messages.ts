import { bodyOf } from '../../../amqp';
import type { DelayedMessages } from '../../exchange/delayed-messages';
import { json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest, notFound } from '../http/http-error';
import type { Resource } from '../http/router';
import { managementLimits } from '../management-limits';
import { readableProperties } from '../messages/browsed-message';
import { messageId } from '../messages/move-body';

const access = 'management';

/** @throws HttpError 400 for an exchange that delays nothing */
function delayedOf(call: Call): DelayedMessages {
  const { name, extras } = call.exchange();
  if (extras.delayed === null) throw badRequest(`the exchange '${name}' is not of type x-delayed-message`);
  return extras.delayed;
}

/** What waits, soonest first: the head of it, which changes as messages become due. */
function list(call: Call) {
  const delayed = delayedOf(call);
  call.requirePermission('read', call.exchange().name);
  const listed = delayed.list(managementLimits.browseLimitDefault, managementLimits.browseBodiesMaxBytes);
  const messages = listed.map(({ sequence, dueMs, message }) => ({
    id: String(sequence),
    dueAtMs: dueMs,
    routingKey: message?.routingKey ?? null,
    properties: message === null ? {} : readableProperties(message),
    bodySizeBytes: message?.bodySizeBytes ?? null,
    bodyBase64: message === null ? null : bodyOf(message, managementLimits.browseTruncateDefaultBytes).toString('base64'),
  }));
  return json({ totalCount: delayed.count, messages });
}

/** Cancelled is cancelled: answered when it is on disk. */
async function cancel(call: Call) {
  const delayed = delayedOf(call);
  call.requirePermission('configure', call.exchange().name);
  const id = messageId.safeParse(call.parameter('id'));
  const { store } = call.broker;
  let wasWaiting = false;
  const group = store.transaction(() => {
    wasWaiting = id.success && delayed.cancel(Number(id.data));
  });
  if (!wasWaiting) throw notFound();
  await new Promise<void>((resolve) => store.whenDurable(group, resolve));
  return noContent();
}

const path = '/api/exchanges/:vhost/:exchange/delayed';
export const delayedMessageResources: readonly Resource[] = [
  { path, methods: { GET: { access, handle: list } } },
  { path: `${path}/:id`, methods: { DELETE: { access, handle: cancel } } },
];
