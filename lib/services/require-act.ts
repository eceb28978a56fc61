import { type Act, mayAct, whyNot } from '../model/access';
import type { ServiceContext } from './context';
import { ServiceError } from './errors';

/** What an act is about, in words: 'queue / orders'. */
export type Target = { readonly brokerId: string | null; readonly subject: string };

/** First line of every verb. A refusal is written to the audit before it is answered. */
export async function requireAct(context: ServiceContext, act: Act, target: Target): Promise<void> {
  if (mayAct(context.person.role, act)) return;
  const reason = whyNot(act);
  await context.database.audit.insert({
    ...target,
    ...actor(context),
    act,
    outcome: 'refused',
    reason,
    before: null,
    after: null,
  });
  throw new ServiceError('forbidden', reason);
}

export const actor = (context: ServiceContext) => ({
  atMs: context.clock.nowMs(),
  personId: context.person.id,
  personName: context.person.name,
  personEmail: context.person.email,
});
