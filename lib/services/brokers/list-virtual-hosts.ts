import type { VirtualHost } from '../../model/resources';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';

export async function listVirtualHosts(context: ServiceContext, input: { readonly brokerId: string }): Promise<readonly VirtualHost[]> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  return (await context.brokers.get(input.brokerId).connect()).listVirtualHosts();
}
