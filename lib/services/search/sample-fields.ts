import type { Connector, QueueAddress } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import type { SearchScope, SeenFields } from '../../model/search';
import type { ServiceContext } from '../context';
import { toServiceError } from '../errors';
import { mayReadBodies, withhold } from '../messages/withhold';
import { requireAct } from '../require-act';
import { FieldTally } from './field-tally';
import { searchInWords } from './search-in-words';
import { searchLimits } from './search-limits';

type Sampling = { readonly tally: FieldTally; messageCount: number; skippedCount: number; unreachableCount: number };

/**
 * The fields seen in the newest messages of a few queues, for completion. Looks only where looking changes nothing; who may
 * not read bodies hears of properties only.
 */
export async function sampleFields(context: ServiceContext, scopes: readonly SearchScope[]): Promise<SeenFields> {
  for (const scope of scopes) await requireAct(context, 'message.browse', { brokerId: scope.brokerId, subject: searchInWords(scope) });
  const sampling: Sampling = { tally: new FieldTally(), messageCount: 0, skippedCount: 0, unreachableCount: 0 };
  const queueCountMax = Math.max(1, Math.floor(searchLimits.sampledQueuesMax / scopes.length));
  for (const scope of scopes) await sampleScope(context, scope, queueCountMax, sampling);
  return { fields: sampling.tally.fields(), messageCount: sampling.messageCount, note: noteOf(sampling) };
}

async function sampleScope(context: ServiceContext, scope: SearchScope, queueCountMax: number, sampling: Sampling): Promise<void> {
  try {
    const broker = context.brokers.get(scope.brokerId);
    const connector = await broker.connect();
    const { queues } = broker.snapshot ?? (await connector.readSnapshot({ withTopology: false }));
    const fullest = [...queues].sort((a, b) => (b.readyCount ?? 0) - (a.readyCount ?? 0));
    const chosen: readonly QueueAddress[] = scope.queues.length > 0 ? scope.queues : fullest;
    for (const queue of chosen.slice(0, queueCountMax)) await sampleQueue(context, connector, queue, sampling);
  } catch (error) {
    if (!toServiceError(error)) throw error;
    sampling.unreachableCount += 1;
  }
}

async function sampleQueue(context: ServiceContext, connector: Connector, queue: QueueAddress, sampling: Sampling): Promise<void> {
  if ((await connector.browseIntrusiveness(queue)).level !== 'none') {
    sampling.skippedCount += 1;
    return;
  }
  const { sampledMessagesMax: limit, sampledBodyBytesMax } = searchLimits;
  const isWhole = mayReadBodies(context.person.role);
  const bodyLimitBytes = isWhole ? sampledBodyBytesMax : 0;
  const { messages } = await connector.browse(queue, { from: 0, limit, order: 'newest', bodyLimitBytes });
  for (const message of messages) addMessage(sampling.tally, isWhole ? message : withhold(message));
  sampling.messageCount += messages.length;
}

function addMessage(tally: FieldTally, message: BrowsedMessage): void {
  const { headers = [], ...properties } = message.properties;
  tally.addProperties(properties);
  tally.addHeaders(headers);
  if (message.bodySizeBytes <= searchLimits.sampledBodyBytesMax) tally.addBody(message.bodyBase64);
}

function noteOf({ skippedCount, unreachableCount }: Sampling): string | null {
  if (skippedCount > 0) return 'Where looking changes something no fields are suggested: no message was looked at there.';
  return unreachableCount > 0 ? 'Some of the chosen places could not be looked at for suggestions.' : null;
}
