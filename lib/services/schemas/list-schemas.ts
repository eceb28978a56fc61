import type { QueueAddress } from '../../connectors/connector';
import type { BodySchema } from '../../model/body-schema';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';

/** The schemas of a queue by name, ready to decode by. */
export async function listSchemas(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress },
): Promise<readonly BodySchema[]> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: queueInWords(input.queue) });
  const records = await context.database.bodySchemas.list(input.brokerId, input.queue);
  return records.map(({ brokerId: _brokerId, virtualHost: _virtualHost, queue: _queue, text: _text, ...schema }) => schema);
}
