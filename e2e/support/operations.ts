import amqplib, { type ChannelModel, type Options } from 'amqplib';
import type { BrowsedMessage, MessageDraft, MessagePage } from '../../lib/model/message';
import type { LedgerEntry, Operation, Plan, PlanRequest, RunOptions } from '../../lib/model/operations';
import type { ApiClient } from './console';
import { until } from './poll';

export const fullSpeed: RunOptions = { ratePerSecond: null, canary: false, targetReadyMax: null };
export const everything: PlanRequest['selection'] = { kind: 'all' };

const channelBatchCount = 500; // confirms waited for together

/** What a person does with messages in the console, and what clients do meanwhile. One broker, virtual host /. */
export class OperationDesk {
  constructor(
    readonly api: ApiClient,
    readonly brokerId: string,
  ) {}

  /** Every count of the operation adds up to its total, whenever it is looked at. */
  async read(id: string): Promise<Operation> {
    return checked(await this.api.get<Operation>(`/api/brokers/${this.brokerId}/operations/${id}`));
  }

  plan(request: Partial<PlanRequest> & Pick<PlanRequest, 'kind' | 'queue'>): Promise<Plan> {
    const whole: PlanRequest = { virtualHost: '/', selection: everything, destination: null, edit: null, ...request };
    return this.api.post<Plan>(`/api/brokers/${this.brokerId}/plans`, whole);
  }

  /** Sends a file of NDJSON; `queue` takes all, null sends each line its own way. */
  async planImport(file: string, queue: string | null): Promise<Plan> {
    const query = new URLSearchParams({ virtualHost: '/', ...(queue !== null && { queue }) });
    const response = await fetch(`${this.api.url}/api/brokers/${this.brokerId}/imports?${query}`, {
      method: 'POST',
      headers: { origin: this.api.url, 'sec-fetch-site': 'same-origin', cookie: this.api.cookie, 'content-type': 'application/x-ndjson' },
      body: file,
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Plan;
  }

  planRepeat(repeat: { draft: MessageDraft; count: number; hasPlaceholders: boolean }): Promise<Plan> {
    return this.api.post<Plan>(`/api/brokers/${this.brokerId}/repeats`, { virtualHost: '/', ...repeat });
  }

  async start(plan: Plan, options: Partial<RunOptions> = {}): Promise<Operation> {
    const body = { planId: plan.id, options: { ...fullSpeed, ...options } };
    return checked(await this.api.post<Operation>(`/api/brokers/${this.brokerId}/operations`, body));
  }

  async control(id: string, control: 'pause' | 'resume' | 'cancel' | 'recall' | 'restore'): Promise<Operation> {
    return checked(await this.api.post<Operation>(`/api/brokers/${this.brokerId}/operations/${id}/${control}`, {}));
  }

  /** Plans, starts and waits for the end of it. */
  async run(request: Parameters<OperationDesk['plan']>[0], options: Partial<RunOptions> = {}): Promise<Operation> {
    return this.ended((await this.start(await this.plan(request), options)).id);
  }

  /** Until it runs no longer, for whatever reason. */
  ended(id: string, timeoutMs = 60_000): Promise<Operation> {
    const read = async () => {
      const operation = await this.read(id);
      return operation.state !== 'running' && operation;
    };
    return until(`operation ${id} to end`, read, timeoutMs);
  }

  async ledger(id: string, state?: LedgerEntry['state']): Promise<LedgerEntry[]> {
    const entries: LedgerEntry[] = [];
    for (;;) {
      const query = `from=${entries.length}&limit=500${state === undefined ? '' : `&state=${state}`}`;
      const page = await this.api.get<{ entries: LedgerEntry[]; totalCount: number }>(
        `/api/brokers/${this.brokerId}/operations/${id}/ledger?${query}`,
      );
      entries.push(...page.entries);
      if (page.entries.length === 0 || entries.length >= page.totalCount) return entries;
    }
  }

  /** Every message of a queue, head first. Only where looking changes nothing. */
  async browse(queue: string): Promise<BrowsedMessage[]> {
    const messages: BrowsedMessage[] = [];
    let from: number | null = 0;
    while (from !== null) {
      const path = `/api/brokers/${this.brokerId}/queues/%2F/${encodeURIComponent(queue)}/messages?limit=500&from=${from}`;
      const page: MessagePage = await this.api.get<MessagePage>(path);
      messages.push(...page.messages);
      from = page.next;
    }
    return messages;
  }

  async bodies(queue: string): Promise<string[]> {
    return (await this.browse(queue)).map((message) => Buffer.from(message.bodyBase64, 'base64').toString());
  }
}

function checked(operation: Operation): Operation {
  const { total, ...states } = operation.counts;
  const sum = Object.values(states).reduce((all, count) => all + count, 0);
  if (sum !== total)
    throw new Error(`The counts of ${operation.id} are ${sum} together, not ${total}: ${JSON.stringify(operation.counts)}`);
  return operation;
}

/** A connection that may be cut by the test. */
export async function connectClient(amqpUrl: string): Promise<ChannelModel> {
  const connection = await amqplib.connect(amqpUrl);
  connection.on('error', () => undefined);
  return connection;
}

/** Persistent messages with these bodies, confirmed, in this order. */
export async function publishAll(
  connection: ChannelModel,
  route: { readonly exchange?: string; readonly routingKey: string },
  bodies: readonly string[],
  options: (body: string, index: number) => Options.Publish = () => ({}),
): Promise<void> {
  const channel = await connection.createConfirmChannel();
  for (const [index, body] of bodies.entries()) {
    const each = { persistent: true, messageId: body, ...options(body, index) };
    channel.publish(route.exchange ?? '', route.routingKey, Buffer.from(body), each);
    if (index % channelBatchCount === 0) await channel.waitForConfirms();
  }
  await channel.waitForConfirms();
  await channel.close();
}

/** Rejects everything in a queue without requeue, until it is empty and all is dealt with. */
export async function rejectAll(connection: ChannelModel, queue: string, count: number): Promise<void> {
  const channel = await connection.createChannel();
  let rejected = 0;
  await channel.consume(queue, (message) => {
    if (message === null) return;
    channel.nack(message, false, false);
    rejected += 1;
  });
  await until(`${count} messages of ${queue} to be rejected`, () => rejected >= count);
  await channel.close();
}

/** `count` names that sort as they are counted. */
export const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);
