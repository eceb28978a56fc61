import type { ExchangeAddress } from '../../connectors/connector';
import { audited } from '../audited';
import type { LiveBroker, ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { exchangeInWords } from '../subjects';

export async function deleteExchange(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly exchange: ExchangeAddress; readonly ifUnused: boolean },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: exchangeInWords(input.exchange) };
  await requireAct(context, 'exchange.manage', target);
  await audited(context, 'exchange.delete', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    change.before = findExchange(broker, input.exchange);
    await (await broker.connect()).deleteExchange(input.exchange, { ifUnused: input.ifUnused });
    broker.refresh();
  });
}

/** The exchange as last seen with all bindings from and to it, which go with it. */
function findExchange(broker: LiveBroker, { virtualHost, name }: ExchangeAddress) {
  const { snapshot } = broker;
  const exchange = snapshot?.exchanges.find((each) => each.name === name && each.virtualHost === virtualHost);
  if (!snapshot || !exchange) return null;
  const bindings = snapshot.bindings.filter(
    (each) =>
      each.virtualHost === virtualHost && (each.source === name || (each.destinationType === 'exchange' && each.destination === name)),
  );
  return { exchange, bindings };
}
