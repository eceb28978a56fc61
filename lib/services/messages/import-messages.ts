import type { Connector } from '../../connectors/connector';
import type { MessageDraft } from '../../model/message';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { exchangeInWords, queueInWords } from '../subjects';
import { lineCharactersMax, readDraft } from './read-draft';
import { readLines } from './read-lines';

const batchMessagesMax = 500;
const batchCharactersMax = 8 * 1024 * 1024;
const failuresNamedMax = 100;

export type ImportOutcome = {
  readonly lineCount: number;
  readonly confirmedCount: number;
  readonly failedCount: number;
  /** The first ones, by line. */
  readonly failures: readonly { readonly line: number; readonly reason: string }[];
};
type Input = {
  readonly brokerId: string;
  readonly virtualHost: string;
  /** Everything goes into this queue; null sends each message the way that it names itself. */
  readonly queue: string | null;
};
type Numbered = { readonly line: number; readonly draft: MessageDraft };

/** Publishes NDJSON as an export writes it, batch by batch while it comes in, each message confirmed or named as failed. */
export async function importMessages(context: ServiceContext, input: Input, body: AsyncIterable<Uint8Array>): Promise<ImportOutcome> {
  const { brokerId, virtualHost, queue } = input;
  const subject = queue === null ? exchangeInWords({ virtualHost, name: '' }) : queueInWords({ virtualHost, name: queue });
  const target = { brokerId, subject };
  await requireAct(context, 'message.publish', target);
  return audited(context, 'message.publish', target, async (change) => {
    const run = new ImportRun(await context.brokers.get(brokerId).connect(), input);
    try {
      for await (const text of readLines(body, lineCharactersMax)) await run.add(text);
      await run.flush();
    } finally {
      const { lineCount, confirmedCount, failedCount } = run.outcome;
      change.after = { import: { lineCount, confirmedCount, failedCount } };
    }
    return run.outcome;
  });
}

class ImportRun {
  private lineCount = 0;
  private confirmedCount = 0;
  private failedCount = 0;
  private readonly failures: { line: number; reason: string }[] = [];
  private batch: Numbered[] = [];
  private batchCharacters = 0;

  constructor(
    private readonly connector: Connector,
    private readonly input: Input,
  ) {}

  get outcome(): ImportOutcome {
    const { lineCount, confirmedCount, failedCount, failures } = this;
    return { lineCount, confirmedCount, failedCount, failures };
  }

  async add(text: string): Promise<void> {
    const line = ++this.lineCount;
    const draft = readDraft(text, this.input.queue);
    if (typeof draft === 'string') return this.fail(line, draft);
    this.batch.push({ line, draft });
    this.batchCharacters += text.length;
    if (this.batch.length >= batchMessagesMax || this.batchCharacters >= batchCharactersMax) await this.flush();
  }

  async flush(): Promise<void> {
    const batch = this.batch;
    this.batch = [];
    this.batchCharacters = 0;
    const outcomes = await this.connector.publish(
      this.input.virtualHost,
      batch.map(({ draft }) => draft),
    );
    for (const [index, { line }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome?.outcome === 'confirmed') this.confirmedCount += 1;
      else if (outcome?.outcome === 'returned') this.fail(line, `no queue took it (${outcome.replyText})`);
      else this.fail(line, outcome?.reason ?? 'the broker did not answer');
    }
  }

  private fail(line: number, reason: string): void {
    this.failedCount += 1;
    if (this.failures.length < failuresNamedMax) this.failures.push({ line, reason });
  }
}
