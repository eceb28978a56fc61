import type { FilterFault } from '../../model/search';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { celProgram } from './cel-program';
import { filterFault } from './filter-fault';

/** What is wrong with a filter, by the compiler that searches use; null when nothing is. Empty ones are fine. */
export async function checkFilter(context: ServiceContext, filter: string): Promise<{ readonly fault: FilterFault | null }> {
  await requireAct(context, 'message.browse', { brokerId: null, subject: 'check of a filter' });
  if (filter.trim() === '') return { fault: null };
  try {
    celProgram(filter);
    return { fault: null };
  } catch (error) {
    return { fault: filterFault(error, filter) };
  }
}
