import type { QueueAddress } from '../../connectors/connector';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { readMessage } from './read-message';

/** The bytes of a message's body, for download. */
export async function readBody(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly id: string },
): Promise<Buffer<ArrayBuffer>> {
  await requireAct(context, 'message.read-body', { brokerId: input.brokerId, subject: queueInWords(input.queue) });
  return Buffer.from((await readMessage(context, input)).bodyBase64, 'base64');
}
