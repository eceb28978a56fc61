import * as z from 'zod';
import type { PlannedMessage } from '../../db/ledger-repository';
import type { BrowsedMessage, MessageDraft } from '../../model/message';
import type { Plan, PlanRequest, ReplayDestination } from '../../model/operations';
import { fillText } from '../../model/placeholders';
import type { ServiceContext } from '../context';
import { name } from '../input';
import { messageDraft } from '../messages/message-draft';
import { requireAct } from '../require-act';
import { exchangeInWords } from '../subjects';
import { keepFromOutside, newPlanId } from './keep-plan';
import { operationLimits } from './operation-limits';
import { PlanDraft } from './plan-draft';
import { repeatedDraft, repeatValues } from './repeated-draft';
import { topologyOf } from './topology';

/** Body of POST /api/brokers/{broker}/repeats. */
export const repeatRequest = z.object({
  virtualHost: name,
  draft: messageDraft,
  count: z.number().int().min(1).max(operationLimits.repeatCountMax),
  hasPlaceholders: z.boolean(),
});
type Input = z.infer<typeof repeatRequest> & { readonly brokerId: string };

/**
 * One message published many times, at the rate that the run is given. It is kept once; each of its copies gets its number,
 * its id and the time when it is sent.
 */
export async function planRepeat(context: ServiceContext, input: Input): Promise<Plan> {
  const { brokerId, virtualHost, draft } = input;
  await requireAct(context, 'message.publish', { brokerId, subject: exchangeInWords({ virtualHost, name: draft.exchange }) });
  const connector = await context.brokers.get(brokerId).connect();
  const topology = topologyOf(await connector.readSnapshot({ withTopology: true }), virtualHost);
  await context.database.operations.removeExpiredPlans(context.clock.nowMs());
  const id = newPlanId();
  const plan = new PlanDraft(id, requestOf(input), topology);
  const body = Buffer.from(draft.bodyBase64, 'base64');
  const records: PlannedMessage[] = [];
  for (let n = 1; n <= input.count; n += 1) {
    const record = plan.add(browsed(id, n, input, body.byteLength), context.clock.nowMs());
    if (record !== null) records.push(record);
  }
  await context.database.imports.insert(id, [{ position: 0, properties: draft.properties, body }]);
  return keepFromOutside(context, brokerId, { id, draft: plan, records }, connector.capabilities, topology.fingerprint);
}

const requestOf = ({ virtualHost, draft, hasPlaceholders }: Input): PlanRequest => ({
  kind: 'publish',
  virtualHost,
  queue: '',
  selection: { kind: 'all' },
  destination: destinationOf(draft, hasPlaceholders),
  edit: null,
  ...(hasPlaceholders && { fillsPlaceholders: true }),
});

/** Named where all go the same way. */
function destinationOf({ exchange, routingKey }: MessageDraft, hasPlaceholders: boolean): ReplayDestination {
  const isOneKey = !hasPlaceholders || fillText(routingKey, repeatValues('', 1, 0)) === routingKey;
  if (!isOneKey) return exchange === '' ? { kind: 'written' } : { kind: 'exchange', exchange, routingKey: null };
  return exchange === '' ? { kind: 'queue', queue: routingKey } : { kind: 'exchange', exchange, routingKey };
}

/** What the plan looks at; the body is only filled in when it is sent. */
function browsed(id: string, n: number, { draft, hasPlaceholders }: Input, bodySizeBytes: number): BrowsedMessage {
  const bare = { ...draft, bodyBase64: '' };
  const { exchange, routingKey, properties } = hasPlaceholders ? repeatedDraft(bare, id, n, 0) : bare;
  return {
    ...{ id: `no. ${n}`, position: n - 1, state: 'ready', redelivered: false, exchange, routingKey, properties },
    ...{ bodySizeBytes, bodyBase64: '', enqueuedAtMs: null, deliveryCount: null },
  };
}
