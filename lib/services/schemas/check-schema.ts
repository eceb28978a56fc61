import type { QueueAddress } from '../../connectors/connector';
import type { BodySchemaFormat, SchemaCheck } from '../../model/body-schema';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { parseSchema } from './parse-schema';

/** The message types of a schema, or the line that is wrong. Nothing is kept. */
export async function checkSchema(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly format: BodySchemaFormat; readonly text: string },
): Promise<SchemaCheck> {
  await requireAct(context, 'schema.manage', { brokerId: input.brokerId, subject: queueInWords(input.queue) });
  return parseSchema(input.format, input.text);
}
