import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { personInWords } from '../subjects';
import { lastAdmin, noSuchPerson } from './last-admin';

/** Ends the person's sessions with the account; what they did stays in the audit. */
export async function deletePerson(context: ServiceContext, input: { readonly id: string }): Promise<void> {
  const { people } = context.database;
  const current = await people.find(input.id);
  const target = { brokerId: null, subject: personInWords(current?.email ?? input.id) };
  await requireAct(context, 'account.manage', target);
  await audited(context, 'account.delete', target, async (change) => {
    change.before = current && { name: current.name, email: current.email, role: current.role };
    const outcome = await people.remove(input.id);
    if (outcome === 'last-admin') throw lastAdmin();
    if (outcome === 'absent') throw noSuchPerson();
  });
}
