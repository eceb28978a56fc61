import { hashPassword } from 'better-auth/crypto';
import type * as z from 'zod';
import type { Person } from '../../model/console';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { personInWords } from '../subjects';
import type { newPerson } from './person-input';

export async function createPerson(context: ServiceContext, input: z.infer<typeof newPerson>): Promise<Person> {
  const target = { brokerId: null, subject: personInWords(input.email) };
  await requireAct(context, 'account.manage', target);
  return audited(context, 'account.create', target, async (change) => {
    const { name, email, role } = input;
    const person = await context.database.people.insert({ name, email, role, passwordHash: await hashPassword(input.password) });
    if (!person) throw new ServiceError('conflict', `${email} has an account already.`, { email: 'This address has an account already.' });
    change.after = { name, email, role };
    return person;
  });
}
