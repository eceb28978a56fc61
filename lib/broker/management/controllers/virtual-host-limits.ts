import * as z from 'zod';
import { json, noContent } from '../http/answer';
import type { Call } from '../http/call';
import type { Resource } from '../http/router';
import { hasLimits, limitsRow, setVirtualHostLimit } from '../virtual-host-limits';

const list = (call: Call) => json(call.visibleVirtualHosts().filter(hasLimits).map(limitsRow));

async function put(call: Call) {
  const virtualHost = call.virtualHost();
  const { value } = await call.body(z.object({ value: z.unknown().refine((given) => given !== undefined, 'missing') }));
  setVirtualHostLimit(virtualHost, call.parameter('name'), value);
  await call.durable();
  return noContent();
}

async function remove(call: Call) {
  setVirtualHostLimit(call.virtualHost(), call.parameter('name'), null);
  await call.durable();
  return noContent();
}

export const virtualHostLimitResources: readonly Resource[] = [
  { path: '/api/vhost-limits', methods: { GET: { access: 'management', handle: list } } },
  { path: '/api/vhost-limits/:vhost', methods: { GET: { access: 'management', handle: list } } },
  {
    path: '/api/vhost-limits/:vhost/:name',
    methods: { PUT: { access: 'administrator', handle: put }, DELETE: { access: 'administrator', handle: remove } },
  },
];
