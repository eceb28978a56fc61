import type { BrokerSummary } from '../../model/console';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';

export async function listBrokers(context: ServiceContext): Promise<readonly BrokerSummary[]> {
  await requireAct(context, 'broker.view', { brokerId: null, subject: 'brokers' });
  return context.brokers.list().map((broker) => broker.summary);
}
