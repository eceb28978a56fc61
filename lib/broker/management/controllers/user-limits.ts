import * as z from 'zod';
import { type User, type UserLimitName, userLimitNames } from '../../auth/user';
import { json, noContent } from '../http/answer';
import { flexibleInteger } from '../http/body-schema';
import type { Call } from '../http/call';
import { badRequest, notFound } from '../http/http-error';
import type { Resource } from '../http/router';

const row = (user: User) => ({ user: user.name, value: user.limits });

function list(call: Call) {
  const limited = call.broker.accounts.listUsers().filter((user) => Object.keys(user.limits).length > 0);
  return json(limited.map(row));
}

function getUser(call: Call): User {
  const user = call.broker.accounts.findUser(call.parameter('user'));
  if (user === null) throw notFound();
  return user;
}

function limitName(call: Call): UserLimitName {
  const name = call.parameter('name');
  const known = userLimitNames.find((limit) => limit === name);
  if (known === undefined) throw badRequest(`unknown limit '${name}'; there are ${userLimitNames.join(' and ')}`);
  return known;
}

async function put(call: Call) {
  const user = getUser(call);
  const name = limitName(call);
  const { value } = await call.body(z.object({ value: flexibleInteger }));
  call.broker.accounts.putUser({ ...user, limits: { ...user.limits, [name]: Math.max(value, -1) } });
  await call.durable();
  return noContent();
}

async function remove(call: Call) {
  const user = getUser(call);
  const { [limitName(call)]: _, ...limits } = user.limits;
  call.broker.accounts.putUser({ ...user, limits });
  await call.durable();
  return noContent();
}

export const userLimitResources: readonly Resource[] = [
  { path: '/api/user-limits', methods: { GET: { access: 'monitoring', handle: list } } },
  {
    path: '/api/user-limits/:user',
    methods: {
      GET: { access: 'monitoring', handle: (call) => json(Object.keys(getUser(call).limits).length > 0 ? [row(getUser(call))] : []) },
    },
  },
  {
    path: '/api/user-limits/:user/:name',
    methods: { PUT: { access: 'administrator', handle: put }, DELETE: { access: 'administrator', handle: remove } },
  },
];
