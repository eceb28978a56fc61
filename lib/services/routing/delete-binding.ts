import type { Binding } from '../../model/resources';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { bindingInWords } from '../subjects';

export async function deleteBinding(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly binding: Binding },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: bindingInWords(input.binding) };
  await requireAct(context, 'binding.manage', target);
  await audited(context, 'binding.delete', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    change.before = input.binding;
    await (await broker.connect()).unbind(input.binding);
    broker.refresh();
  });
}
