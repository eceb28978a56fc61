import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';

/** Cuts a client off; it may well come back, so this is no ban. */
export async function closeConnection(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly name: string; readonly reason: string },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: `connection ${input.name}` };
  await requireAct(context, 'connection.close', target);
  await audited(context, 'connection.close', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    change.before = broker.snapshot?.connections.find((connection) => connection.name === input.name) ?? null;
    change.after = { reason: input.reason };
    await (await broker.connect()).closeConnection(input.name, input.reason);
    broker.refresh();
  });
}
