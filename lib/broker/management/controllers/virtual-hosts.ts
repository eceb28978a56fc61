import * as z from 'zod';
import { createdOr204, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { notFound } from '../http/http-error';
import { listAnswer, objectAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { virtualHostRow } from '../shapes/virtual-host-row';
import { withSamples } from '../shapes/with-samples';

const access = 'management';

const list = (call: Call) =>
  listAnswer(call, {
    items: call.visibleVirtualHosts(),
    nameOf: (virtualHost) => virtualHost.name,
    row: (virtualHost) => virtualHostRow(virtualHost, call.broker, call.statistics),
  });

function get(call: Call) {
  const virtualHost = call.virtualHost();
  const row = virtualHostRow(virtualHost, call.broker, call.statistics);
  return objectAnswer(call, withSamples(call, row, call.statistics.of(virtualHost), 'host'));
}

const tags = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]);
export const virtualHostBody = z.object({
  description: z.string().optional(),
  tags: tags.optional(),
  tracing: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional(),
  default_queue_type: z.enum(['classic', 'quorum', 'stream', 'undefined']).nullish(),
});

/** Whoever creates a virtual host may do everything in it. */
async function put(call: Call) {
  const name = call.newName('vhost');
  const body = await call.body(virtualHostBody);
  const before = call.broker.virtualHosts.get(name)?.metadata;
  const { default_queue_type: queueType } = body;
  call.broker.createVirtualHost(name, {
    description: body.description ?? before?.description ?? '',
    tags: body.tags ?? before?.tags ?? [],
    defaultQueueType: queueType === undefined ? (before?.defaultQueueType ?? null) : queueType === 'undefined' ? null : queueType,
  });
  if (body.tracing !== undefined) call.broker.virtualHosts.get(name)?.trace(body.tracing ? call.broker.nodeName : null);
  if (before === undefined)
    call.broker.accounts.permissions.set({ user: call.user.name, vhost: name, configure: '.*', write: '.*', read: '.*' });
  await call.durable();
  return createdOr204(before === undefined);
}

async function remove(call: Call) {
  const { name } = call.virtualHost();
  call.broker.deleteVirtualHost(name);
  call.broker.accounts.virtualHostDeleted(name);
  await call.durable();
  return noContent();
}

/** One node: its virtual hosts run for as long as it does. */
function start(call: Call) {
  call.virtualHost();
  if (call.parameter('node') !== call.broker.nodeName) throw notFound();
  return noContent();
}

export const virtualHostResources: readonly Resource[] = [
  { path: '/api/vhosts', methods: { GET: { access, handle: list } } },
  {
    path: '/api/vhosts/:vhost',
    methods: {
      GET: { access, handle: get },
      PUT: { access: 'administrator', handle: put },
      DELETE: { access: 'administrator', handle: remove },
    },
  },
  { path: '/api/vhosts/:vhost/start/:node', methods: { POST: { access: 'administrator', handle: start } } },
];
