import type { TypedTable } from '../../model/field-table';
import type { BrowsedMessage, MessagePage, NewestMessages, ReplayTrace } from '../../model/message';
import type { RoutePreview } from '../../model/resources';
import type { Capability } from '../capabilities';
import {
  type BrowsePage,
  type BulkPage,
  type BulkPageRequest,
  ConnectorError,
  type MessageMove,
  type MoveOutcome,
  type NewestPage,
  type QueueAddress,
  type RemoveOutcome,
  type SincePage,
} from '../connector';
import {
  browsedMessageShape,
  extensionsShape,
  messagesShape,
  moveResultsShape,
  newestShape,
  routePreviewShape,
  settleResultsShape,
  tracesShape,
} from './extension-shapes';
import { exchangeSegment, type ManagementClient, managementPath } from './management-client';
import type { MemoryReader } from './memory-reader';
import { rabbitmqLimits } from './rabbitmq-limits';
import { readRawMessages } from './raw-messages';

/** Which capabilities an extension of the management API brings. */
const capabilitiesOf: Readonly<Record<string, readonly Capability[]>> = {
  'browse-messages': ['browse-without-effect', 'browse-any-position'],
  'browse-by-time': ['browse-by-time'],
  'message-by-id': ['message-by-id'],
  'raw-messages': ['bulk-read'],
  'settle-by-id': ['settle-by-id'],
  'atomic-move': ['atomic-move'],
  'replay-trace': ['replay-trace'],
  'route-preview': ['route-preview'],
};

/** Names of what the broker offers beyond RabbitMQ's API. RabbitMQ itself lists its plug-ins there, which have no such name. */
export async function discoverExtensions(client: ManagementClient): Promise<ReadonlySet<string>> {
  try {
    const rows = await client.get('/api/extensions', extensionsShape);
    return new Set(rows.flatMap((row) => row.name ?? []));
  } catch (error) {
    if (error instanceof ConnectorError && (error.code === 'not-found' || error.code === 'forbidden')) return new Set();
    throw error;
  }
}

export const capabilitiesOfExtensions = (names: ReadonlySet<string>): ReadonlySet<Capability> =>
  new Set([...names].flatMap((name) => capabilitiesOf[name] ?? []));

/** The extension endpoints of docs/MANAGEMENT_API.md, one method each. */
export class ExtensionClient {
  constructor(
    private readonly client: ManagementClient,
    private readonly memory: MemoryReader | null,
  ) {}

  async browse(queue: QueueAddress, page: BrowsePage): Promise<MessagePage> {
    return this.page(queue, { from: String(page.from), order: page.order, ...sizesOf(page) });
  }

  async browseSince(queue: QueueAddress, page: SincePage): Promise<MessagePage> {
    return this.page(queue, { since: String(page.sinceMs), ...sizesOf(page) });
  }

  async readNewest(queue: QueueAddress, page: NewestPage): Promise<NewestMessages> {
    const query = new URLSearchParams({ order: 'newest', after: page.after ?? '', ...sizesOf(page) });
    return this.client.get(`${messagesPath(queue)}?${query}`, newestShape);
  }

  private async page(queue: QueueAddress, query: Readonly<Record<string, string>>): Promise<MessagePage> {
    const answer = await this.client.get(`${messagesPath(queue)}?${new URLSearchParams(query)}`, messagesShape);
    return { ...answer, intrusiveness: { level: 'none', effects: ['Looking changes nothing.'] } };
  }

  async readMessage(queue: QueueAddress, id: string): Promise<BrowsedMessage | null> {
    try {
      return await this.client.get(`${messagesPath(queue)}/${encodeURIComponent(id)}`, browsedMessageShape);
    } catch (error) {
      if (error instanceof ConnectorError && error.code === 'not-found') return null;
      throw error;
    }
  }

  async readBulk(queue: QueueAddress, page: BulkPageRequest): Promise<BulkPage> {
    const query = new URLSearchParams({ limit: String(Math.min(page.limit, rabbitmqLimits.bulkCountMax)) });
    if (page.after !== null) query.set('after', page.after);
    const path = `${messagesPath(queue)}/raw?${query}`;
    const body = (await this.memory?.read(path)) ?? (await this.client.send(path)).body;
    return readRawMessages(body);
  }

  async remove(queue: QueueAddress, ids: readonly string[]): Promise<readonly RemoveOutcome[]> {
    const outcomes: RemoveOutcome[] = [];
    for (const some of batches(ids)) {
      const { results } = await this.client.post(`${messagesPath(queue)}/settle`, { ids: some }, settleResultsShape);
      const byId = new Map(results.map((result) => [result.id, result.outcome]));
      outcomes.push(...some.map((id) => byId.get(id) ?? 'gone'));
    }
    return outcomes;
  }

  async move(queue: QueueAddress, move: MessageMove): Promise<readonly MoveOutcome[]> {
    const outcomes: MoveOutcome[] = [];
    for (const items of batches(move.items)) outcomes.push(...(await this.moveBatch(queue, { ...move, items })));
    return outcomes;
  }

  /** The broker bounds a request by its messages' bytes, which only it knows: what it finds too large goes in halves. */
  private async moveBatch(queue: QueueAddress, move: MessageMove): Promise<readonly MoveOutcome[]> {
    try {
      const { results } = await this.client.post(`${messagesPath(queue)}/move`, move, moveResultsShape);
      const byId = new Map(results.map((result) => [result.id, result]));
      return move.items.map(({ id }) => {
        const result = byId.get(id);
        const outcome = result?.outcome ?? 'gone';
        return outcome === 'moved' ? { outcome, queues: result?.queues ?? [] } : { outcome };
      });
    } catch (error) {
      if (move.items.length < 2 || !(error instanceof ConnectorError) || error.code !== 'invalid') throw error;
      const middle = Math.ceil(move.items.length / 2);
      const first = await this.moveBatch(queue, { ...move, items: move.items.slice(0, middle) });
      return [...first, ...(await this.moveBatch(queue, { ...move, items: move.items.slice(middle) }))];
    }
  }

  async traceReplays(ids: readonly string[]): Promise<readonly ReplayTrace[]> {
    const traces: ReplayTrace[] = [];
    for (const some of batches(ids)) traces.push(...(await this.client.post('/api/replays', { ids: some }, tracesShape)).traces);
    return traces;
  }

  previewRoute(virtualHost: string, exchange: string, routingKey: string, headers: TypedTable): Promise<RoutePreview> {
    const path = `${managementPath('exchanges', virtualHost, exchangeSegment(exchange))}/route`;
    return this.client.post(path, { routingKey, headers }, routePreviewShape);
  }
}

const sizesOf = ({ limit, bodyLimitBytes }: Pick<BrowsePage, 'limit' | 'bodyLimitBytes'>) => ({
  limit: String(Math.min(limit, rabbitmqLimits.extensionPageCountMax)),
  truncate: String(Math.min(bodyLimitBytes, rabbitmqLimits.extensionBodyBytesMax)),
});

const messagesPath = (queue: QueueAddress): string => managementPath('queues', queue.virtualHost, queue.name, 'messages');

function* batches<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += rabbitmqLimits.batchCountMax)
    yield items.slice(from, from + rabbitmqLimits.batchCountMax);
}
