import type { Person } from '../../model/console';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';

export async function listPeople(context: ServiceContext): Promise<readonly Person[]> {
  await requireAct(context, 'account.manage', { brokerId: null, subject: 'accounts' });
  return context.database.people.list();
}
