import type { BindingDeclaration } from '../../connectors/connector';
import type { Binding } from '../../model/resources';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { bindingInWords } from '../subjects';

/** Returns the binding as the broker has it, so that it can be taken back. */
export async function createBinding(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly binding: BindingDeclaration },
): Promise<Binding> {
  const target = { brokerId: input.brokerId, subject: bindingInWords(input.binding) };
  await requireAct(context, 'binding.manage', target);
  return audited(context, 'binding.create', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    const binding = await (await broker.connect()).bind(input.binding);
    change.after = binding;
    broker.refresh();
    return binding;
  });
}
