import type { QueueAddress } from '../../connectors/connector';
import type { BodySchemaInput } from '../../model/body-schema';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';

/** @returns what was deleted, so that it can be put back */
export async function deleteSchema(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly id: string },
): Promise<BodySchemaInput> {
  const target = { brokerId: input.brokerId, subject: queueInWords(input.queue) };
  await requireAct(context, 'schema.manage', target);
  return audited(context, 'schema.delete', target, async (change) => {
    const { bodySchemas } = context.database;
    const found = (await bodySchemas.list(input.brokerId, input.queue)).find((schema) => schema.id === input.id);
    if (found === undefined) throw new ServiceError('not-found', 'This schema has been deleted already.');
    const { name, rootType, contentType, text, shape } = found;
    const deleted = { name, rootType, contentType, text, format: shape.format };
    change.before = deleted;
    await bodySchemas.remove(found.id);
    return deleted;
  });
}
