import * as z from 'zod';
import { json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest, notFound } from '../http/http-error';
import { listAnswer } from '../http/list-answer';
import type { Resource } from '../http/router';
import { parametersOf } from '../parameters';
import { parsePolicyBody } from '../policy-body';
import { setVirtualHostLimit } from '../virtual-host-limits';

const access = 'policymaker';

function visible(call: Call) {
  const all = call.visibleVirtualHosts().flatMap(parametersOf);
  return call.hasParameter('component') ? all.filter(({ component }) => component === call.parameter('component')) : all;
}

const list = (call: Call) => listAnswer(call, { items: visible(call), nameOf: ({ name }) => name, row: (parameter) => parameter });

function get(call: Call) {
  const found = visible(call).find(({ name }) => name === call.parameter('name'));
  if (found === undefined) throw notFound();
  return json(found);
}

const notFoundComponent = (component: string) => badRequest(`Validation failed\n\ncomponent ${component} not found\n`);

async function put(call: Call) {
  const virtualHost = call.virtualHost();
  const { value } = await call.body(z.object({ value: z.unknown().refine((given) => given !== undefined, 'missing') }));
  const component = call.parameter('component');
  if (component === 'vhost-limits') {
    const limits = z.record(z.string(), z.unknown()).safeParse(value);
    if (!limits.success) throw badRequest('value: expected an object of limits');
    for (const [name, limit] of Object.entries(limits.data)) setVirtualHostLimit(virtualHost, name, limit);
  } else if (component === 'operator_policy') {
    virtualHost.setPolicy('operator', parsePolicyBody('operator', virtualHost.name, call.parameter('name'), value));
  } else throw notFoundComponent(component);
  await call.durable();
  return noContent();
}

async function remove(call: Call) {
  const virtualHost = call.virtualHost();
  const component = call.parameter('component');
  if (component === 'vhost-limits') virtualHost.setLimits({ maxConnections: null, maxQueues: null });
  else if (component !== 'operator_policy' || !virtualHost.removePolicy('operator', call.parameter('name'))) throw notFound();
  await call.durable();
  return noContent();
}

export const parameterResources: readonly Resource[] = [
  { path: '/api/parameters', methods: { GET: { access, handle: list } } },
  { path: '/api/parameters/:component', methods: { GET: { access, handle: list } } },
  { path: '/api/parameters/:component/:vhost', methods: { GET: { access, handle: list } } },
  {
    path: '/api/parameters/:component/:vhost/:name',
    methods: {
      GET: { access, handle: get },
      PUT: { access: 'administrator', handle: put },
      DELETE: { access: 'administrator', handle: remove },
    },
  },
];
