import type { TypedTable } from '../../../model/field-table';
import type { Queue } from '../../queue/queue';
import { json } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest, notAuthorised, notFound } from '../http/http-error';
import type { Resource } from '../http/router';
import { managementLimits } from '../management-limits';
import { browseMessages, newestMessages } from '../messages/browse-messages';
import { parseBrowseQuery, parseRawQuery } from '../messages/browse-query';
import { browsedMessage } from '../messages/browsed-message';
import { idsBody, type MoveItemBody, messageId, moveBody } from '../messages/move-body';
import { type MoveItem, moveMessages } from '../messages/move-messages';
import { rawMessages } from '../messages/raw-messages';
import { settleMessages } from '../messages/settle-messages';
import { requireOwnUserId } from '../require-own-user-id';

const access = 'management';

function readableQueue(call: Call): Queue {
  const queue = call.queue();
  call.requirePermission('read', queue.name);
  return queue;
}

async function browse(call: Call) {
  const queue = readableQueue(call);
  const query = parseBrowseQuery(call.query);
  return json('newerThan' in query ? newestMessages(queue, query) : await browseMessages(queue, query));
}

function getOne(call: Call) {
  const id = messageId.safeParse(call.parameter('id'));
  const queue = readableQueue(call);
  const found = id.success ? queue.find(Number(id.data)) : null;
  if (found === null) throw notFound();
  return json(browsedMessage(queue, found, found.entry.message.bodySizeBytes));
}

async function raw(call: Call) {
  const body = await rawMessages(readableQueue(call), parseRawQuery(call.query), call.request.room);
  return { kind: 'bytes', contentType: 'application/vnd.warren.messages', body } as const;
}

/** A stream is a log: what is in it goes by age and size, not one by one. */
function takeableQueue(call: Call): Queue {
  const queue = readableQueue(call);
  if (queue.identity.type === 'stream')
    throw badRequest(`messages can't be taken out of the stream '${queue.name}': publish a copy instead`);
  return queue;
}

async function settle(call: Call) {
  const { ids } = await call.body(idsBody);
  return json({ results: await settleMessages(takeableQueue(call), call.broker.store, ids) });
}

async function move(call: Call) {
  const { items, setHeaders, dropProperties, ...changes } = await call.body(moveBody);
  const removeHeaders = new Set(changes.removeHeaders);
  const queue = takeableQueue(call);
  checkSize(queue, items);
  const moves = items.map((item) => ({ ...toMove(call, item, setHeaders), removeHeaders, dropProperties }));
  return json({ results: await moveMessages(call.virtualHost(), queue, call.broker.store, moves) });
}

function toMove(call: Call, item: MoveItemBody, setHeaders: TypedTable): Omit<MoveItem, 'removeHeaders' | 'dropProperties'> {
  const { id, routingKey, replacement } = item;
  if (replacement) requireOwnUserId(call.user, replacement.properties.userId);
  return {
    id,
    exchange: writableExchange(call, item.exchange, routingKey),
    routingKey,
    // An item's own headers win over those for all.
    setHeaders: [...setHeaders.filter(({ key }) => !item.setHeaders.some((own) => own.key === key)), ...item.setHeaders],
    replacement: replacement && { properties: replacement.properties, body: Buffer.from(replacement.bodyBase64, 'base64') },
  };
}

/** All contents of a transaction go into one group of the store. */
function checkSize(queue: Queue, items: readonly MoveItemBody[]): void {
  let bytes = 0;
  for (const { id, replacement } of items)
    bytes += replacement ? replacement.bodyBase64.length : (queue.find(Number(id))?.entry.message.bodySizeBytes ?? 0);
  if (items.length > 1 && bytes > managementLimits.moveBytesMax)
    throw badRequest(`these messages have ${bytes} bytes together; move at most ${managementLimits.moveBytesMax} at once`);
}

function writableExchange(call: Call, name: string, routingKey: string) {
  const virtualHost = call.virtualHost();
  const exchange = virtualHost.exchanges.get(name);
  if (exchange === undefined) throw badRequest(`404 NOT_FOUND - no exchange '${name}' in vhost '${virtualHost.name}'`);
  call.requirePermission('write', name);
  const isTopic = exchange.identity.type === 'topic';
  if (isTopic && !call.broker.accounts.permitsTopic(call.user.name, virtualHost.name, name, 'write', routingKey))
    throw notAuthorised('Access refused.');
  if (exchange.identity.isInternal) throw notAuthorised(`cannot publish to internal exchange '${name}'`);
  return exchange;
}

const path = '/api/queues/:vhost/:queue/messages';
export const messageResources: readonly Resource[] = [
  { path, methods: { GET: { access, handle: browse } } },
  { path: `${path}/raw`, methods: { GET: { access, handle: raw } } },
  { path: `${path}/settle`, methods: { POST: { access, handle: settle } } },
  { path: `${path}/move`, methods: { POST: { access, handle: move } } },
  { path: `${path}/:id`, methods: { GET: { access, handle: getOne } } },
];
