import type { ExchangeDeclaration } from '../../connectors/connector';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { exchangeInWords } from '../subjects';

export async function createExchange(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly exchange: ExchangeDeclaration },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: exchangeInWords(input.exchange) };
  await requireAct(context, 'exchange.manage', target);
  await audited(context, 'exchange.create', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    await (await broker.connect()).declareExchange(input.exchange);
    change.after = input.exchange;
    broker.refresh();
  });
}
