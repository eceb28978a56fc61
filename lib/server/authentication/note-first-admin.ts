import { systemClock } from '../../base/clock';
import type { Database } from '../../db/database';
import { personInWords } from '../../services/subjects';

/** The first account is made by nobody who is signed in; the audit says by what instead. */
export async function noteFirstAdmin(
  database: Database,
  made: {
    readonly personId: string | null;
    readonly name: string;
    readonly email: string;
    readonly by: 'WARREN_ADMIN_EMAIL' | 'set-up link';
  },
): Promise<void> {
  const { personId, name, email, by } = made;
  await database.audit.insert({
    atMs: systemClock.nowMs(),
    personId,
    personName: name,
    personEmail: email,
    act: 'account.create',
    outcome: 'allowed',
    brokerId: null,
    subject: personInWords(email),
    reason: null,
    before: null,
    after: { name, email, role: 'admin', by },
  });
}
