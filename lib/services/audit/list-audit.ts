import * as z from 'zod';
import type { AuditPage } from '../../db/audit-repository';
import type { ServiceContext } from '../context';
import { boundedNumber } from '../input';
import { requireAct } from '../require-act';

const text = z
  .string()
  .max(200)
  .transform((given) => given.trim() || null)
  .nullable()
  .default(null);

export const auditQuery = z.object({
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullable()
    .default(null),
  limit: boundedNumber(1, 500, 100),
  person: text,
  act: text,
  outcome: z.enum(['allowed', 'refused', 'failed']).nullable().default(null),
  broker: text,
  q: text,
});

/** Newest first; `next` goes back in as `before`. */
export async function listAudit(context: ServiceContext, query: z.infer<typeof auditQuery>): Promise<AuditPage> {
  await requireAct(context, 'audit.view', { brokerId: null, subject: 'audit log' });
  const { before, limit, person, act, outcome } = query;
  return context.database.audit.list({ before, limit, person, act, outcome, brokerId: query.broker, text: query.q });
}
