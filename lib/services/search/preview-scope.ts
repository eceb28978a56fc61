import type { Connector, QueueAddress } from '../../connectors/connector';
import type { ScopePreview, SearchScope } from '../../model/search';
import type { ServiceContext } from '../context';
import { toServiceError } from '../errors';
import { searchLimits } from './search-limits';

const tooManyTaken = `This broker shows messages only to those who take them. Name the queues to search, at most ${searchLimits.queuesMax}.`;
const notAgreed = 'Looking changes something on this broker, and nobody agreed to that.';

/** What a search would meet on a broker; looks at no message. A broker that can't be reached is a refusal, not an error. */
export async function previewScope(context: ServiceContext, scope: SearchScope): Promise<ScopePreview> {
  const { brokerId } = scope;
  try {
    const connector = await context.brokers.get(brokerId).connect();
    const queues = await queuesOf(connector, scope);
    const messageCount = queues.reduce((sum, queue) => sum + queue.messageCount, 0);
    if (connector.capabilities.has('browse-without-effect')) return { brokerId, effects: [], messageCount, refusal: null };
    if (queues.length > searchLimits.queuesMax) return { brokerId, effects: [], messageCount, refusal: tooManyTaken };
    return { brokerId, effects: await effectsOn(connector, queues), messageCount, refusal: null };
  } catch (error) {
    const known = toServiceError(error);
    if (!known) throw error;
    return { brokerId, effects: [], messageCount: 0, refusal: known.message };
  }
}

/** The same for a search that is about to begin: where looking changes something the person must have agreed. */
export async function prepareScope(context: ServiceContext, scope: SearchScope): Promise<ScopePreview> {
  const preview = await previewScope(context, scope);
  const isUnagreed = preview.refusal === null && preview.effects.length > 0 && !scope.acceptsEffects;
  return isUnagreed ? { ...preview, refusal: `${notAgreed} ${preview.effects.join(' ')}` } : preview;
}

type CountedQueue = QueueAddress & { readonly messageCount: number };

/** Queues named that are not there are left to the search itself, which says so. */
async function queuesOf(connector: Connector, { queues: named }: SearchScope): Promise<readonly CountedQueue[]> {
  const { queues } = await connector.readSnapshot({ withTopology: false });
  const wanted = named.length === 0 ? null : new Set(named.map(keyOf));
  return queues
    .filter((queue) => wanted === null || wanted.has(keyOf(queue)))
    .map(({ virtualHost, name, readyCount, unacknowledgedCount }) => ({
      virtualHost,
      name,
      messageCount: (readyCount ?? 0) + (unacknowledgedCount ?? 0),
    }));
}

const keyOf = ({ virtualHost, name }: QueueAddress): string => JSON.stringify([virtualHost, name]);

async function effectsOn(connector: Connector, queues: readonly QueueAddress[]): Promise<readonly string[]> {
  const effects = new Set<string>();
  for (const queue of queues) {
    const { level, effects: sentences } = await connector.browseIntrusiveness(queue);
    if (level !== 'none') for (const sentence of sentences) effects.add(sentence);
  }
  return [...effects];
}
