import * as z from 'zod';
import { createdOr204, json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest, notFound } from '../http/http-error';
import { listAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';

const access = 'administrator';
const body = z.object({ configure: z.string(), write: z.string(), read: z.string() });

const list = (call: Call) =>
  listAnswer(call, { items: call.broker.accounts.permissions.list(), nameOf: (row) => row.user, row: (row) => row });

function get(call: Call) {
  const row = call.broker.accounts.permissions.find(call.parameter('user'), call.parameter('vhost'));
  if (row === null) throw notFound();
  return json(row);
}

async function put(call: Call) {
  const vhost = call.parameter('vhost');
  const user = call.parameter('user');
  const patterns = await call.body(body);
  if (!call.broker.virtualHosts.has(vhost) || call.broker.accounts.findUser(user) === null) throw badRequest('vhost_or_user_not_found');
  const isNew = call.broker.accounts.permissions.set({ user, vhost, ...patterns });
  await call.durable();
  return createdOr204(isNew);
}

async function remove(call: Call) {
  if (!call.broker.accounts.permissions.delete(call.parameter('user'), call.parameter('vhost'))) throw notFound();
  await call.durable();
  return noContent();
}

export const permissionResources: readonly Resource[] = [
  { path: '/api/permissions', methods: { GET: { access, handle: list } } },
  {
    path: '/api/permissions/:vhost/:user',
    methods: { GET: { access, handle: get }, PUT: { access, handle: put }, DELETE: { access, handle: remove } },
  },
  {
    path: '/api/vhosts/:vhost/permissions',
    methods: {
      GET: { access, handle: (call) => json(call.broker.accounts.permissions.list({ virtualHost: call.virtualHost().name })) },
    },
  },
];
