import type { PolicyScope } from '../../../model/policies/policy-scope';
import { createdOr204, json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import { notFound } from '../http/http-error';
import { listAnswer } from '../http/list-answer';
import type { Access, Resource } from '../http/router';
import { parsePolicyBody, policyRow } from '../policy-body';

const list = (call: Call, scope: PolicyScope) =>
  listAnswer(call, {
    items: call.visibleVirtualHosts().flatMap(({ policies }) => policies.list(scope)),
    nameOf: (policy) => policy.name,
    row: policyRow,
  });

function get(call: Call, scope: PolicyScope) {
  const policy = call.virtualHost().policies.find(scope, call.parameter('name'));
  if (policy === null) throw notFound();
  return json(policyRow(policy));
}

async function put(call: Call, scope: PolicyScope) {
  const virtualHost = call.virtualHost();
  const name = call.newName('name');
  const policy = parsePolicyBody(scope, virtualHost.name, name, await call.json());
  const isNew = virtualHost.policies.find(scope, name) === null;
  virtualHost.setPolicy(scope, policy);
  await call.durable();
  return createdOr204(isNew);
}

async function remove(call: Call, scope: PolicyScope) {
  if (!call.virtualHost().removePolicy(scope, call.parameter('name'))) throw notFound();
  await call.durable();
  return noContent();
}

function resources(path: string, scope: PolicyScope, changing: Access): Resource[] {
  return [
    { path, methods: { GET: { access: 'management', handle: (call) => list(call, scope) } } },
    { path: `${path}/:vhost`, methods: { GET: { access: 'management', handle: (call) => list(call, scope) } } },
    {
      path: `${path}/:vhost/:name`,
      methods: {
        GET: { access: 'management', handle: (call) => get(call, scope) },
        PUT: { access: changing, handle: (call) => put(call, scope) },
        DELETE: { access: changing, handle: (call) => remove(call, scope) },
      },
    },
  ];
}

export const policyResources: readonly Resource[] = [
  ...resources('/api/policies', 'user', 'policymaker'),
  ...resources('/api/operator-policies', 'operator', 'administrator'),
];
