import * as z from 'zod';
import { json } from '../http/answer';
import type { Call } from '../http/call';
import { badRequest } from '../http/http-error';
import type { Resource } from '../http/router';
import { managementLimits } from '../management-limits';

const access = 'management';

function tracesOf(call: Call, ids: readonly string[]) {
  if (ids.length > managementLimits.replayIdsMax) throw badRequest(`ask for at most ${managementLimits.replayIdsMax} replays at once`);
  const visible = new Set(call.visibleVirtualHosts().map((virtualHost) => virtualHost.name));
  const traces = ids.flatMap((id) => call.broker.replays.find(id)).filter((trace) => visible.has(trace.virtualHost));
  return json({ traces });
}

const get = (call: Call) =>
  tracesOf(
    call,
    (call.query.get('ids') ?? '').split(',').filter((id) => id !== ''),
  );
const post = async (call: Call) => tracesOf(call, (await call.body(z.object({ ids: z.array(z.string()) }))).ids);

export const replayResources: readonly Resource[] = [
  { path: '/api/replays', methods: { GET: { access, handle: get }, POST: { access, handle: post } } },
];
