import { hashPassword } from 'better-auth/crypto';
import type * as z from 'zod';
import type { Person } from '../../model/console';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { personInWords } from '../subjects';
import { lastAdmin, noSuchPerson } from './last-admin';
import type { personChange } from './person-input';

/** Name, role or password. A new password signs the person out everywhere; a new role counts from the next request. */
export async function updatePerson(
  context: ServiceContext,
  input: { readonly id: string; readonly change: z.infer<typeof personChange> },
): Promise<Person> {
  const { people } = context.database;
  const current = await people.find(input.id);
  const target = { brokerId: null, subject: personInWords(current?.email ?? input.id) };
  await requireAct(context, 'account.manage', target);
  return audited(context, 'account.update', target, async (change) => {
    const { password, ...rest } = input.change;
    change.before = current && { name: current.name, role: current.role };
    const person = await people.update(input.id, { ...rest, ...(password && { passwordHash: await hashPassword(password) }) });
    if (person === 'last-admin') throw lastAdmin();
    if (!person) throw noSuchPerson();
    change.after = { name: person.name, role: person.role, ...(password && { password: '(changed)' }) };
    return person;
  });
}
