import { randomUUID } from 'node:crypto';
import type { QueueAddress } from '../../connectors/connector';
import type { BodySchemaInput } from '../../model/body-schema';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { shapeFor } from './parse-schema';
import { schemaLimits } from './schema-limits';

/** Keeps a schema for a queue's bodies; one of the same name is replaced. */
export async function saveSchema(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly schema: BodySchemaInput },
): Promise<void> {
  const { brokerId, queue, schema } = input;
  const target = { brokerId, subject: queueInWords(queue) };
  await requireAct(context, 'schema.manage', target);
  await audited(context, 'schema.save', target, async (change) => {
    context.brokers.get(brokerId);
    const { format, ...kept } = schema;
    const parsed = await shapeFor(format, schema.text, schema.rootType);
    const { bodySchemas } = context.database;
    const others = await bodySchemas.list(brokerId, queue);
    const replaced = others.find((each) => each.name === schema.name) ?? null;
    if (replaced === null && others.length >= schemaLimits.perQueueMax)
      throw new ServiceError('conflict', `A queue has at most ${schemaLimits.perQueueMax} schemas. Delete one that is not needed.`);
    change.before = replaced && {
      name: replaced.name,
      rootType: replaced.rootType,
      contentType: replaced.contentType,
      text: replaced.text,
    };
    change.after = schema;
    await bodySchemas.save({
      ...kept,
      ...parsed,
      id: replaced?.id ?? randomUUID(),
      brokerId,
      virtualHost: queue.virtualHost,
      queue: queue.name,
      changedBy: context.person.name,
      changedAtMs: context.clock.nowMs(),
    });
  });
}
