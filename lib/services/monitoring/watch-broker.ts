import type { ServiceContext, WatchRequest } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';

/** The live stream of one browser page; the poll behind it is shared by all. */
export async function watchBroker(
  context: ServiceContext,
  input: WatchRequest & { readonly brokerId: string },
): Promise<ReadableStream<Uint8Array>> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  return context.brokers.get(input.brokerId).watch(input);
}
