import * as z from 'zod';
import { replyCode } from '../../../amqp/errors';
import { hashPassword } from '../../auth/password-hash';
import { toUserRecord } from '../../auth/user';
import { createdOr204, json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest, notFound } from '../http/http-error';
import { listAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { parseUserBody } from '../user-body';

const access = 'administrator';
const nameOf = (user: { name: string }): string => user.name;

function getUser(call: Call) {
  const user = call.broker.accounts.findUser(call.parameter('user'));
  if (user === null) throw notFound();
  return user;
}

const list = (call: Call) => listAnswer(call, { items: call.broker.accounts.listUsers(), nameOf, row: toUserRecord });

function listWithoutPermissions(call: Call) {
  const permitted = new Set(call.broker.accounts.permissions.list().map((row) => row.user));
  const items = call.broker.accounts.listUsers().filter((user) => !permitted.has(user.name));
  return listAnswer(call, { items, nameOf, row: toUserRecord });
}

async function put(call: Call) {
  const name = call.parameter('user');
  const { accounts } = call.broker;
  const isNew = accounts.putUser(parseUserBody(name, await call.json(), accounts.findUser(name)?.limits ?? {}));
  await call.durable();
  return createdOr204(isNew);
}

/** Also ends the user's connections, as RabbitMQ does: an account that is gone has nobody on the line. */
function deleteUser(call: Call, name: string): boolean {
  if (!call.broker.accounts.deleteUser(name)) return false;
  for (const connection of call.broker.connections.values())
    if (connection.user === name) connection.closeByBroker(replyCode.connectionForced, `CONNECTION_FORCED - user '${name}' was deleted`);
  return true;
}

async function remove(call: Call) {
  if (!deleteUser(call, call.parameter('user'))) throw notFound();
  await call.durable();
  return noContent();
}

async function bulkDelete(call: Call) {
  const { users } = await call.body(z.object({ users: z.array(z.string()) }));
  const unknown = users.find((name) => call.broker.accounts.findUser(name) === null);
  if (unknown !== undefined) throw badRequest(`no_such_user: ${unknown}`);
  for (const name of new Set(users)) deleteUser(call, name);
  await call.durable();
  return noContent();
}

/** For those who write definitions by hand. The password is in the path, as in RabbitMQ, and so in logs of proxies. */
const hash = (call: Call) => json({ ok: hashPassword(call.parameter('password'), 'rabbit_password_hashing_sha256') });

export const userResources: readonly Resource[] = [
  { path: '/api/users', methods: { GET: { access, handle: list } } },
  { path: '/api/users/without-permissions', methods: { GET: { access, handle: listWithoutPermissions } } },
  { path: '/api/users/bulk-delete', methods: { POST: { access, handle: bulkDelete } } },
  { path: '/api/auth/hash_password/:password', methods: { GET: { access, handle: hash } } },
  {
    path: '/api/users/:user',
    methods: {
      GET: { access, handle: (call) => json(toUserRecord(getUser(call))) },
      PUT: { access, handle: put },
      DELETE: { access, handle: remove },
    },
  },
  {
    path: '/api/users/:user/permissions',
    methods: { GET: { access, handle: (call) => json(call.broker.accounts.permissions.list({ user: getUser(call).name })) } },
  },
  {
    path: '/api/users/:user/topic-permissions',
    methods: { GET: { access, handle: (call) => json(call.broker.accounts.topicPermissions.list({ user: getUser(call).name })) } },
  },
];
