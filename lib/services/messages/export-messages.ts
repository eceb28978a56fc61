import type { Connector, QueueAddress } from '../../connectors/connector';
import type { MessageDraft, MessageProperties } from '../../model/message';
import type { Selection } from '../../model/operations';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { freezeSelection, type SelectionSource } from '../operations/freeze-selection';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';

const pageMessagesMax = 1_000;
/** Messages of a broker that can only be walked through: all are held until the end of the walk. */
const walkedMessagesMax = 10_000;

/** Bodies up to this are read with their page; a longer one is fetched alone. */
const pagedBodyBytesMax = 256 * 1024;

/**
 * A queue's messages as NDJSON, head first, one `MessageDraft` a line: what an import takes back unchanged, types included.
 * Ends at the number of messages that were there at the start. Only as many are in memory as one page holds.
 */
export async function exportMessages(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly selection: Selection },
): Promise<ReadableStream<Uint8Array>> {
  const target = { brokerId: input.brokerId, subject: queueInWords(input.queue) };
  await requireAct(context, 'message.read-body', target);
  return audited(context, 'message.read-body', target, async (change) => {
    const connector = await context.brokers.get(input.brokerId).connect();
    const { effects } = await connector.browseIntrusiveness(input.queue);
    const { selection, queue } = input;
    change.after = { export: selection.kind === 'all' ? 'all messages' : selection, effects };
    const pages = pagesOf({ connector, queue, openFilter: context.openFilter }, selection);
    // The first page before the answer begins: what can't be read at all is an error with a status, not a broken download.
    const first = await pages.next();
    return streamOf(first.done ? '' : first.value, pages);
  });
}

function streamOf(first: string, pages: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(first)),
      pull: async (controller) => {
        const next = await pages.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      cancel: async () => {
        await pages.return(undefined);
      },
    },
    { highWaterMark: 0 }, // nothing is read ahead of the person's connection
  );
}

function pagesOf(source: SelectionSource, selection: Selection): AsyncGenerator<string> {
  const { connector, queue } = source;
  if (selection.kind !== 'all') return readSelection(source, selection);
  return connector.capabilities.has('bulk-read') ? readPages(connector, queue) : walkThrough(connector, queue);
}

async function* readSelection(source: SelectionSource, selection: Selection): AsyncGenerator<string> {
  const { connector, queue } = source;
  for await (const page of freezeSelection(source, selection, pagedBodyBytesMax)) {
    for (const message of page) {
      const isWhole = Buffer.byteLength(message.bodyBase64, 'base64') === message.bodySizeBytes;
      const whole = isWhole || message.id === null ? message : await connector.readMessage(queue, message.id);
      if (whole !== null) yield lineOf(whole, whole.properties, whole.bodyBase64);
    }
  }
}

async function* readPages(connector: Connector, queue: QueueAddress): AsyncGenerator<string> {
  let after: string | null = null;
  let remaining = Number.POSITIVE_INFINITY;
  do {
    const page = await connector.readBulk(queue, { after, limit: Math.min(pageMessagesMax, remaining) });
    remaining = Math.min(remaining, page.totalCount) - page.messages.length;
    yield page.messages.map((message) => lineOf(message, message.properties(), Buffer.from(message.body).toString('base64'))).join('');
    after = page.nextAfter;
  } while (after !== null && remaining > 0);
}

async function* walkThrough(connector: Connector, queue: QueueAddress): AsyncGenerator<string> {
  const taken = await connector.take(queue, { kind: 'first', count: walkedMessagesMax });
  try {
    for await (const page of taken) yield page.map(({ message }) => lineOf(message, message.properties, message.bodyBase64)).join('');
  } finally {
    await taken.close();
  }
}

function lineOf(route: Pick<MessageDraft, 'exchange' | 'routingKey'>, properties: MessageProperties, bodyBase64: string): string {
  const draft: MessageDraft = { exchange: route.exchange, routingKey: route.routingKey, properties, bodyBase64 };
  return `${JSON.stringify(draft)}\n`;
}
