import type { BrokerSummary } from '../../model/console';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { type BrokerSettings, withoutPassword } from './broker-settings';

/** Adds a broker and begins to collect from it, reachable or not. */
export async function createBroker(context: ServiceContext, settings: BrokerSettings): Promise<BrokerSummary> {
  const target = { brokerId: null, subject: `broker ${settings.name}` };
  await requireAct(context, 'broker.manage', target);
  return audited(context, 'broker.create', target, async (change) => {
    const broker = await context.brokers.add(settings);
    change.after = { id: broker.id, ...withoutPassword(settings) };
    return broker.summary;
  });
}
