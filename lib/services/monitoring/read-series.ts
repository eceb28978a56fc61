import type { Series, SeriesSubject } from '../../model/live';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';

export async function readSeries(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly subject: SeriesSubject; readonly minutes: number },
): Promise<Series> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: input.subject });
  return context.brokers.get(input.brokerId).readSeries(input.subject, input.minutes);
}
