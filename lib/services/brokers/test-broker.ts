import type { BrokerIdentity } from '../../connectors/connector';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import type { BrokerSettings } from './broker-settings';

/** Tries the settings without keeping them. */
export async function testBroker(context: ServiceContext, settings: BrokerSettings): Promise<BrokerIdentity> {
  await requireAct(context, 'broker.manage', { brokerId: null, subject: `broker ${settings.name}` });
  return context.brokers.test(settings);
}
