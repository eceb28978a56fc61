import type { TypedTable } from '../../model/field-table';
import type { RoutePreview } from '../../model/resources';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { exchangeInWords } from '../subjects';

/** Which queues would take a message under the bindings of now; nothing is published. */
export async function previewRoute(
  context: ServiceContext,
  input: {
    readonly brokerId: string;
    readonly virtualHost: string;
    readonly exchange: string;
    readonly routingKey: string;
    readonly headers: TypedTable;
  },
): Promise<RoutePreview> {
  const subject = exchangeInWords({ virtualHost: input.virtualHost, name: input.exchange });
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject });
  const connector = await context.brokers.get(input.brokerId).connect();
  return connector.previewRoute(input.virtualHost, input.exchange, input.routingKey, input.headers);
}
