import * as z from 'zod';
import { createdOr204, json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest, notFound } from '../http/http-error';
import { listAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';

const access = 'administrator';
const body = z.object({ exchange: z.string(), write: z.string(), read: z.string() });

const list = (call: Call) =>
  listAnswer(call, { items: call.broker.accounts.topicPermissions.list(), nameOf: (row) => row.user, row: (row) => row });

function get(call: Call) {
  const rows = call.broker.accounts.topicPermissions.list({ user: call.parameter('user'), virtualHost: call.parameter('vhost') });
  if (rows.length === 0) throw notFound();
  return json(rows);
}

async function put(call: Call) {
  const vhost = call.parameter('vhost');
  const user = call.parameter('user');
  const patterns = await call.body(body);
  if (!call.broker.virtualHosts.has(vhost) || call.broker.accounts.findUser(user) === null) throw badRequest('vhost_or_user_not_found');
  const isNew = call.broker.accounts.topicPermissions.set({ user, vhost, ...patterns });
  await call.durable();
  return createdOr204(isNew);
}

async function remove(call: Call) {
  const exchange = call.hasParameter('exchange') ? call.parameter('exchange') : undefined;
  if (call.broker.accounts.topicPermissions.delete(call.parameter('user'), call.parameter('vhost'), exchange) === 0) throw notFound();
  await call.durable();
  return noContent();
}

export const topicPermissionResources: readonly Resource[] = [
  { path: '/api/topic-permissions', methods: { GET: { access, handle: list } } },
  {
    path: '/api/topic-permissions/:vhost/:user',
    methods: { GET: { access, handle: get }, PUT: { access, handle: put }, DELETE: { access, handle: remove } },
  },
  { path: '/api/topic-permissions/:vhost/:user/:exchange', methods: { DELETE: { access, handle: remove } } },
  {
    path: '/api/vhosts/:vhost/topic-permissions',
    methods: {
      GET: { access, handle: (call) => json(call.broker.accounts.topicPermissions.list({ virtualHost: call.virtualHost().name })) },
    },
  },
];
