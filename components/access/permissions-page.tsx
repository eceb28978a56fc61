'use client';

import { Check, Minus } from 'lucide-react';
import { PageBody } from '@/components/shell/page-body';
import { PageHeader } from '@/components/ui/page-header';
import { type Act, acts, mayAct, type Role, roles } from '@/lib/model/access';
import { useSession } from '@/lib/queries/session';

const roleSentences: Record<Role, string> = {
  operator: 'looks',
  support: 'also reads bodies, publishes and replays',
  admin: 'does everything',
};

function Mark({ isAllowed, role, act }: { isAllowed: boolean; role: Role; act: Act }) {
  const Icon = isAllowed ? Check : Minus;
  return (
    <>
      <Icon aria-hidden className={isAllowed ? 'inline size-4 text-good' : 'inline size-4 text-ink-faint'} />
      <span className="sr-only">
        {role} {isAllowed ? 'may' : 'may not'} {acts[act].label}
      </span>
    </>
  );
}

/** The one table of who may do what, as the server enforces it. */
export function PermissionsPage() {
  const mine = useSession().data?.person.role;
  return (
    <>
      <PageHeader
        title="Permissions"
        sentence={
          mine
            ? `You are ${mine === 'support' ? 'support staff' : `an ${mine}`}. The server enforces this table; what you may not do is refused and logged.`
            : 'Who may do what.'
        }
      />
      <PageBody>
        <table className="w-full max-w-[880px] border-collapse">
          <thead>
            <tr className="border-b align-bottom">
              <th scope="col" className="py-1 pr-2 text-left font-medium">
                Act
              </th>
              {roles.map((role) => (
                <th
                  key={role}
                  scope="col"
                  className={`w-[150px] px-2 max-sm:w-auto py-1 text-center font-medium ${role === mine ? 'bg-selected' : ''}`}
                >
                  {role}
                  <span className="block text-small font-normal text-ink-muted max-sm:sr-only">{roleSentences[role]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(Object.keys(acts) as Act[]).map((act) => (
              <tr key={act} className="h-8 border-b border-line/60">
                <th scope="row" className="pr-2 text-left font-normal">
                  <span className="inline-block first-letter:uppercase">{acts[act].label}</span>{' '}
                  <span className="ml-1 font-mono text-small text-ink-faint max-sm:hidden">{act}</span>
                </th>
                {roles.map((role) => (
                  <td key={role} className={`text-center ${role === mine ? 'bg-selected' : ''}`}>
                    <Mark isAllowed={mayAct(role, act)} role={role} act={act} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </PageBody>
    </>
  );
}
