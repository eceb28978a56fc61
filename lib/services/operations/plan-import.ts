import type { ImportedMessage } from '../../db/import-repository';
import type { PlannedMessage } from '../../db/ledger-repository';
import type { BrowsedMessage, MessageDraft } from '../../model/message';
import type { Plan, PlanRequest } from '../../model/operations';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { lineCharactersMax, readDraft } from '../messages/read-draft';
import { readLines } from '../messages/read-lines';
import { requireAct } from '../require-act';
import { exchangeInWords, queueInWords } from '../subjects';
import { keepFromOutside, newPlanId } from './keep-plan';
import { operationLimits } from './operation-limits';
import { PlanDraft } from './plan-draft';
import { topologyOf } from './topology';

type Input = {
  readonly brokerId: string;
  readonly virtualHost: string;
  /** Everything goes into this queue; null sends each message the way that its line names. */
  readonly queue: string | null;
};

/** Uploads under way in this process; what they have written is not yet part of a plan. */
const uploads = new Set<string>();

/**
 * Takes in NDJSON as an export writes it and plans its import: where each line would go, and which lines are no messages.
 * Nothing is published. The messages wait in the database, so that the import goes on without the page and after a restart.
 */
export async function planImport(context: ServiceContext, input: Input, body: AsyncIterable<Uint8Array>): Promise<Plan> {
  const { brokerId, virtualHost, queue } = input;
  const subject = queue === null ? exchangeInWords({ virtualHost, name: '' }) : queueInWords({ virtualHost, name: queue });
  await requireAct(context, 'message.publish', { brokerId, subject });
  const connector = await context.brokers.get(brokerId).connect();
  const topology = topologyOf(await connector.readSnapshot({ withTopology: true }), virtualHost);
  if (queue !== null && !topology.queues.has(queue))
    throw new ServiceError('not-found', `There is no queue ${queue} in virtual host ${virtualHost}.`);
  await context.database.operations.removeExpiredPlans(context.clock.nowMs());
  await context.database.imports.removeLeftovers([...uploads]);
  const id = newPlanId();
  uploads.add(id);
  try {
    const upload = new Upload(context, id, new PlanDraft(id, requestOf(input), topology), queue);
    for await (const text of readLines(body, lineCharactersMax)) await upload.add(text);
    await upload.flush();
    return await keepFromOutside(context, brokerId, upload, connector.capabilities, topology.fingerprint);
  } finally {
    uploads.delete(id);
  }
}

const requestOf = ({ virtualHost, queue }: Input): PlanRequest => ({
  kind: 'import',
  virtualHost,
  queue: queue ?? '',
  selection: { kind: 'all' },
  destination: queue === null ? { kind: 'written' } : { kind: 'queue', queue },
  edit: null,
});

/** The file as it comes in: bodies go on to the database batch by batch, only the ledger's rows stay. */
class Upload {
  readonly records: PlannedMessage[] = [];
  private lineCount = 0;
  private bytes = 0;
  private batch: ImportedMessage[] = [];
  private batchBytes = 0;

  constructor(
    private readonly context: ServiceContext,
    readonly id: string,
    readonly draft: PlanDraft,
    private readonly queue: string | null,
  ) {}

  async add(text: string): Promise<void> {
    const line = ++this.lineCount;
    const read = readDraft(text, this.queue);
    if (typeof read === 'string') {
      this.draft.leaveOut(`line ${line}`, read);
      return;
    }
    const body = Buffer.from(read.bodyBase64, 'base64');
    const record = this.draft.add(browsed(read, body, line), this.context.clock.nowMs());
    if (record === null) return;
    this.records.push(record);
    this.batch.push({ position: record.position, properties: read.properties, body });
    this.batchBytes += body.byteLength;
    this.bytes += body.byteLength;
    if (this.records.length > operationLimits.planMessagesMax || this.bytes > operationLimits.importBytesMax) throw tooMuch();
    if (this.batch.length >= operationLimits.batchSizeMax || this.batchBytes >= operationLimits.discardBatchBytesMax) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.batch.length > 0) await this.context.database.imports.insert(this.id, this.batch);
    this.batch = [];
    this.batchBytes = 0;
  }
}

const browsed = ({ exchange, routingKey, properties, bodyBase64 }: MessageDraft, body: Buffer, line: number): BrowsedMessage => ({
  ...{ id: `line ${line}`, position: line - 1, state: 'ready', redelivered: false, exchange, routingKey, properties },
  ...{ bodySizeBytes: body.byteLength, bodyBase64, enqueuedAtMs: null, deliveryCount: null },
});

const tooMuch = () =>
  new ServiceError(
    'too-large',
    `One import takes at most ${operationLimits.planMessagesMax.toLocaleString('en')} messages and ${operationLimits.importBytesMax / 1024 ** 3} GiB. Split the file.`,
  );
