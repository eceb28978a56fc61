import * as z from 'zod';
import { createdOr204, json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest, notFound } from '../http/http-error';
import { listAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';

const countMax = 1_000;
const nameMaxLength = 255;

function get(call: Call) {
  const parameter = call.broker.globalParameters.find(call.parameter('name'));
  if (parameter === null) throw notFound();
  return json(parameter);
}

async function put(call: Call) {
  const { globalParameters } = call.broker;
  const name = call.parameter('name');
  const { value } = await call.body(z.object({ value: z.unknown().refine((given) => given !== undefined, 'missing') }));
  if (name.length > nameMaxLength) throw badRequest(`names have at most ${nameMaxLength} characters`);
  if (globalParameters.find(name) === null && globalParameters.list().length >= countMax)
    throw badRequest(`there are already ${countMax} global parameters`);
  const isNew = globalParameters.set(name, value);
  await call.durable();
  return createdOr204(isNew);
}

async function remove(call: Call) {
  if (!call.broker.globalParameters.delete(call.parameter('name'))) throw notFound();
  await call.durable();
  return noContent();
}

const list = (call: Call) =>
  listAnswer(call, { items: call.broker.globalParameters.list(), nameOf: (item) => item.name, row: (item) => item });

async function putClusterName(call: Call) {
  const { name } = await call.body(z.object({ name: z.string().min(1).max(nameMaxLength) }));
  call.broker.globalParameters.setClusterName(name);
  await call.durable();
  return noContent();
}

export const globalParameterResources: readonly Resource[] = [
  { path: '/api/global-parameters', methods: { GET: { access: 'policymaker', handle: list } } },
  {
    path: '/api/global-parameters/:name',
    methods: {
      GET: { access: 'policymaker', handle: get },
      PUT: { access: 'administrator', handle: put },
      DELETE: { access: 'administrator', handle: remove },
    },
  },
  {
    path: '/api/cluster-name',
    methods: {
      GET: { access: 'management', handle: (call) => json({ name: call.broker.globalParameters.clusterName }) },
      PUT: { access: 'administrator', handle: putClusterName },
    },
  },
];
